using GrainJobs.Http;
using GrainJobs.Storage;

namespace GrainJobs.Processes;

/// <summary>A real cluster on loopback: n silos and m gateways as processes over one PostgreSQL and one data folder.</summary>
public sealed class ClusterOfProcesses : IAsyncDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly TestDatabase? database;
    private readonly ServerOptions options;
    private readonly List<ServerProcess> silos = [];
    private readonly List<ServerProcess> gateways = [];

    private ClusterOfProcesses(TestDatabase? database, string connectionString, IReadOnlyDictionary<string, string?> settings)
    {
        this.database = database;
        Dictionary<string, string?> all = new(settings) { ["Cluster__Id"] = $"test-{Guid.NewGuid():n}" };
        options = new ServerOptions { ConnectionString = connectionString, DataFolder = folder.Path, Settings = all };
    }

    public IReadOnlyList<ServerProcess> Silos => silos;

    public IReadOnlyList<ServerProcess> Gateways => gateways;

    public string ConnectionString => options.ConnectionString!;

    /// <summary>Starts all and waits until each is ready.</summary>
    /// <param name="siloCount">Silos.</param>
    /// <param name="gatewayCount">Gateways.</param>
    /// <param name="postgres">The server to break in this test; null: a database of its own in the shared one.</param>
    /// <param name="settings">Settings for every process, by environment name.</param>
    public static async Task<ClusterOfProcesses> StartAsync(int siloCount, int gatewayCount, PostgresServer? postgres = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        TestDatabase? database = postgres is null ? await TestDatabase.CreateAsync() : null;
        ClusterOfProcesses cluster = new(database, database?.ConnectionString ?? postgres!.ConnectionString(), settings ?? new Dictionary<string, string?>());
        try
        {
            await cluster.AddSilosAsync(siloCount);
            await cluster.AddGatewaysAsync(gatewayCount);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>More silos, ready when this returns. All start at once: racing migrations and a cold cluster are part of the test.</summary>
    public Task AddSilosAsync(int count) => AddAsync(silos, count, number => ServerProcess.Silo($"silo-{number}", options));

    /// <summary>More gateways, ready when this returns.</summary>
    public Task AddGatewaysAsync(int count) => AddAsync(gateways, count, number => ServerProcess.Gateway($"gateway-{number}", options));

    /// <summary>A caller per gateway, with the admin key.</summary>
    public IReadOnlyList<HttpCaller> Callers() => [.. gateways.Select(gateway => gateway.Caller())];

    public async ValueTask DisposeAsync()
    {
        foreach (ServerProcess process in gateways.Concat(silos))
        {
            await process.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }

        folder.Dispose();
    }

    private static async Task AddAsync(List<ServerProcess> to, int count, Func<int, ServerProcess> start)
    {
        ServerProcess[] added = [.. Enumerable.Range(to.Count + 1, count).Select(start)];
        to.AddRange(added);
        await Task.WhenAll(added.Select(process => process.ReadyAsync()));
    }
}
