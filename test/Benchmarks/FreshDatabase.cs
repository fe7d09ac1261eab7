using GrainJobs.Storage;
using Npgsql;

namespace GrainJobs.Benchmarks;

/// <summary>A database for one run.</summary>
internal sealed class FreshDatabase : IAsyncDisposable
{
    private static int number;

    private FreshDatabase(string connectionString)
    {
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    public static async Task<FreshDatabase> Create(PostgresServer server)
    {
        var name = $"bench{Interlocked.Increment(ref number)}";
        await using var source = NpgsqlDataSource.Create(server.ConnectionString());
        await using var command = source.CreateCommand("create database " + name);
        await command.ExecuteNonQueryAsync();
        return new(server.ConnectionString(name));
    }

    public ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return ValueTask.CompletedTask;
    }
}
