using GrainJobs.Processes;
using GrainJobs.Storage;
using GrainJobs.Time;
using Npgsql;

namespace GrainJobs.Faults;

/// <summary>A client that takes every connection PostgreSQL has, also those that others had open.</summary>
internal sealed class Exhaustion : IAsyncDisposable
{
    private const string TooMany = "53300";

    // A connection that is just being made holds its place before it is listed.
    private const int CalmRounds = 10;

    private const int AtOnce = 16;
    private readonly string connectionString;
    private readonly List<NpgsqlConnection> taken = [];

    private Exhaustion(string connectionString) => this.connectionString = connectionString;

    /// <summary>Nobody else has a connection when this returns, and nobody can open one.</summary>
    /// <param name="postgres">Whose connections.</param>
    /// <param name="others">Stopped while theirs are taken: on a slow machine they ask for new ones faster than anybody can take them.</param>
    internal static async Task<Exhaustion> BeginAsync(PostgresServer postgres, IEnumerable<ServerProcess> others)
    {
        Exhaustion all = new($"{postgres.ConnectionString()};Pooling=false;Application Name=exhaustion");
        ServerProcess[] frozen = [.. others];
        Array.ForEach(frozen, process => process.Freeze());
        try
        {
            await all.TakeAsync();
            int calm = 0;
            await Eventually.BeTrue("every connection is taken", async () => (calm = !await all.TakeAsync() && await all.EndOthersAsync() == 0 ? calm + 1 : 0) == CalmRounds);
            return all;
        }
        catch
        {
            // Else the next test's database has none left.
            await all.DisposeAsync();
            throw;
        }
        finally
        {
            Array.ForEach(frozen, process => process.Thaw());
        }
    }

    /// <summary>How many connections others have now.</summary>
    internal Task<long> OthersAsync() => ScalarAsync("select count(*) from pg_stat_activity where backend_type = 'client backend' and application_name <> 'exhaustion'");

    public async ValueTask DisposeAsync()
    {
        foreach (NpgsqlConnection connection in taken)
        {
            await connection.DisposeAsync();
        }
    }

    private Task<long> EndOthersAsync() => ScalarAsync(
        "select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity where backend_type = 'client backend' and application_name <> 'exhaustion'");

    // True when at least one was free.
    private async Task<bool> TakeAsync()
    {
        int before = taken.Count;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (await TryOpenAsync() is { } connection)
            {
                lock (taken)
                {
                    taken.Add(connection);
                }
            }
        }));
        return taken.Count > before;
    }

    private async Task<NpgsqlConnection?> TryOpenAsync()
    {
        NpgsqlConnection connection = new(connectionString);
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch (PostgresException full) when (full.SqlState == TooMany)
        {
            await connection.DisposeAsync();
            return null;
        }
    }

    private async Task<long> ScalarAsync(string query)
    {
#pragma warning disable CA2100 // The two queries above.
        await using NpgsqlCommand command = new(query, taken[0]);
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
