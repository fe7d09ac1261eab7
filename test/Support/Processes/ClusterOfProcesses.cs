using System.Net;
using GrainJobs.Http;
using GrainJobs.Storage;
using Npgsql;

namespace GrainJobs.Processes;

/// <summary>A real cluster on loopback: n silos and m gateways as processes over one PostgreSQL and one data folder.</summary>
public sealed class ClusterOfProcesses : IAsyncDisposable
{
    // Another address of the loopback, where wired silos listen.
    private static readonly IPAddress Behind = IPAddress.Parse("127.0.0.2");
    private readonly ScratchFolder folder = new();
    private readonly TestDatabase? database;
    private readonly ServerOptions options;
    private readonly List<ServerProcess> silos = [];
    private readonly List<ServerProcess> gateways = [];
    private readonly List<TcpRelay> clientWires = [];
    private readonly List<TcpRelay> siloWires = [];

    private ClusterOfProcesses(TestDatabase? database, string connectionString, IReadOnlyDictionary<string, string?> settings)
    {
        this.database = database;
        Dictionary<string, string?> all = new(settings) { ["Cluster__Id"] = $"test-{Guid.NewGuid():n}" };
        options = new ServerOptions { ConnectionString = connectionString, DataFolder = folder.Path, Settings = all };
    }

    public IReadOnlyList<ServerProcess> Silos => silos;

    public IReadOnlyList<ServerProcess> Gateways => gateways;

    /// <summary>In a wired cluster: what the silos talk to each other over, one wire to each silo.</summary>
    public IReadOnlyList<TcpRelay> SiloWires => siloWires;

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

    /// <summary>Silos that are reached by each other, and by gateways, only over wires that a test can cut.</summary>
    public async Task AddWiredSilosAsync(int count)
    {
        ServerOptions wired = options with { Settings = new Dictionary<string, string?>(options.Settings) { ["Silo__ListenAddress"] = Behind.ToString() } };
        ServerProcess[] added = [.. Enumerable.Range(silos.Count + 1, count).Select(number => ServerProcess.Silo($"silo-{number}", wired))];
        silos.AddRange(added);
        foreach (ServerProcess silo in added)
        {
            siloWires.Add(TcpRelay.Start(new IPEndPoint(IPAddress.Loopback, silo.SiloPort), new IPEndPoint(Behind, silo.SiloPort)));
            clientWires.Add(TcpRelay.Start(new IPEndPoint(IPAddress.Loopback, silo.SiloGatewayPort), new IPEndPoint(Behind, silo.SiloGatewayPort)));
        }

        await Task.WhenAll(added.Select(process => process.ReadyAsync()));
    }

    /// <summary>A caller per gateway, with the admin key.</summary>
    public IReadOnlyList<HttpCaller> Callers() => [.. gateways.Select(gateway => gateway.Caller())];

    /// <summary>Whether the others have declared the newest start of this silo dead.</summary>
    public async Task<bool> IsDeclaredDeadAsync(ServerProcess silo)
    {
        const int Dead = 6;
        await using NpgsqlConnection connection = new(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new("select status from orleansmembershiptable where port = @port order by generation desc limit 1", connection);
        command.Parameters.AddWithValue("port", silo.SiloPort);
        return await command.ExecuteScalarAsync() is Dead;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServerProcess process in gateways.Concat(silos))
        {
            await process.DisposeAsync();
        }

        foreach (TcpRelay wire in siloWires.Concat(clientWires))
        {
            await wire.DisposeAsync();
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
