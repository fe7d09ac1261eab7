using GrainJobs.Storage;
using Npgsql;

namespace GrainJobs.Benchmarks;

/// <summary>A database for one run.</summary>
internal sealed class FreshDatabase : IAsyncDisposable
{
    private static int number;

    private FreshDatabase(string name, string connectionString)
    {
        (Name, ConnectionString) = (name, connectionString);
    }

    public string Name { get; }

    public string ConnectionString { get; }

    public static async Task<FreshDatabase> Create(PostgresServer server)
    {
        var name = $"bench{Interlocked.Increment(ref number)}";
        await using var source = NpgsqlDataSource.Create(server.ConnectionString());
        await using var command = source.CreateCommand("create database " + name);
        await command.ExecuteNonQueryAsync();
        return new(name, server.ConnectionString(name));
    }

    /// <summary>Writes out what was filled in, so that it is not done while something else is measured.</summary>
    public async Task Checkpoint()
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand("checkpoint");
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return ValueTask.CompletedTask;
    }
}
