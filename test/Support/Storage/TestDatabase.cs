using Npgsql;

namespace GrainJobs.Storage;

/// <summary>
/// A new, empty PostgreSQL database for one fixture, dropped at the end. It lies in the server that <c>GRAINJOBS_TEST_POSTGRES</c> names
/// (test.sh starts one for all tiers), else in a private server that the first caller starts for this test process.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> SharedServer = new(ServerAsync);
    private readonly string server;
    private readonly string name;

    private TestDatabase(string server, string name)
    {
        this.server = server;
        this.name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    /// <summary>For Npgsql, for <c>ConnectionStrings__GrainJobs</c>, for a silo.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates it empty: migrations are the business of what is tested.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        string server = await SharedServer.Value;
        string name = $"t_{Guid.NewGuid():n}";
        await ExecuteAsync(server, $"create database {name} template template0 encoding 'UTF8'");
        return new TestDatabase(server, name);
    }

    /// <summary>Runs one statement in it, for arranging and for breaking things.</summary>
    public Task ExecuteAsync(string statement) => ExecuteAsync(ConnectionString, statement);

    /// <summary>The first column of the first row.</summary>
    public async Task<T?> ScalarAsync<T>(string query)
    {
        await using NpgsqlConnection connection = new(ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = Command(query, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        await using (NpgsqlConnection pooled = new(ConnectionString))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        await ExecuteAsync(server, $"drop database if exists {name} with (force)");
    }

    private static async Task<string> ServerAsync()
    {
        string? given = Environment.GetEnvironmentVariable("GRAINJOBS_TEST_POSTGRES");
        return string.IsNullOrEmpty(given) ? (await PrivateServerAsync()).ConnectionString() : given;
    }

    // It serves every fixture of this test process, so it ends with the process.
    private static async Task<PostgresServer> PrivateServerAsync()
    {
        PostgresServer server = await PostgresServer.StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(10));
        return server;
    }

    private static async Task ExecuteAsync(string connectionString, string statement)
    {
        await using NpgsqlConnection connection = new(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = Command(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

#pragma warning disable CA2100 // Statements come from test sources, names in them from a GUID made here.
    private static NpgsqlCommand Command(string statement, NpgsqlConnection connection) => new(statement, connection);
#pragma warning restore CA2100
}
