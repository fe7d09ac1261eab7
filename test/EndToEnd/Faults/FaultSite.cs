using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Storage;

namespace GrainJobs.Faults;

/// <summary>
/// Two silos and two gateways over a PostgreSQL of their own, shared by all tests of faults, which run one after the other on an otherwise
/// quiet machine: recovery times are measured here. A fault may leave processes dead; the next test gets a whole site again.
/// </summary>
public sealed class FaultSite : IAsyncLifetime
{
    private const int MaxConnections = 150;

    /// <summary>How long a lease lasts here.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    public PostgresServer Postgres { get; private set; } = null!;

    /// <summary>What PostgreSQL writes to; null where it can't be slowed.</summary>
    public SlowDisk? Disk { get; private set; }

    public ClusterOfProcesses Cluster { get; private set; } = null!;

    internal Sink Sink { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Disk = await SlowDisk.MakeAsync();
        Postgres = await PostgresServer.StartOnAsync(Disk, MaxConnections);
        Sink = await new Sink().StartAsync();
        Cluster = await ClusterOfProcesses.StartAsync(siloCount: 0, gatewayCount: 0, Postgres, Settings);
        await Cluster.AddWiredSilosAsync(2);
        await Cluster.AddGatewaysAsync(2);
    }

    public async Task DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await Sink.DisposeAsync();
        await Postgres.DisposeAsync();
        Disk?.Dispose();
    }

    /// <summary>Starts again what has ended, and returns when all are ready.</summary>
    internal async Task WholeAsync()
    {
        ServerProcess[] all = [.. Cluster.Silos, .. Cluster.Gateways];
        Array.ForEach(all, process => process.Thaw());
        foreach (ServerProcess dead in all.Where(process => process.Child.HasExited))
        {
            await dead.StartAgainAsync();
        }

        await Task.WhenAll(all.Select(process => process.ReadyAsync()));
    }

    /// <summary>What the processes logged as errors since their latest start, for the message of a failed test.</summary>
    internal IEnumerable<string> Errors() =>
        Cluster.Silos.Concat(Cluster.Gateways).SelectMany(process => process.Child.Lines.Where(line => line.Contains("Z error ", StringComparison.Ordinal)).Select(line => $"{process.Name}: {line}"));

    /// <summary>What silos had for one that died, and sent to the one at its address now: the connection they share is closed under the living one.</summary>
    internal IEnumerable<string> Misaddressed() => Cluster.Silos.SelectMany(process => process.Child.Lines.Where(line => line.Contains(" to connection with S", StringComparison.Ordinal)));

    /// <summary>Writes what every process logged to the folder that <c>GRAINJOBS_TEST_LOGS</c> names, if any.</summary>
    internal void KeepLogs(string trial)
    {
        if (Environment.GetEnvironmentVariable("GRAINJOBS_TEST_LOGS") is { Length: > 0 } folder)
        {
            foreach (ServerProcess process in Cluster.Silos.Concat(Cluster.Gateways))
            {
                File.WriteAllLines(Path.Combine(folder, $"{trial}-{process.Name}-{process.Child.Id}.log"), process.Child.Lines);
            }
        }
    }

    /// <summary>A caller per gateway whose answers are noted.</summary>
    internal IReadOnlyList<HttpCaller> Callers(AnswerLedger answers) =>
        [.. Cluster.Gateways.Select(gateway => new HttpCaller(gateway.Address, ServerOptions.AdminKey, TimeSpan.FromSeconds(20), answers))];

    /// <summary>Short leases, so that what a fault leaves behind is settled within the test; the sink is on loopback.</summary>
    internal static IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["Leases__Duration"] = $"{Lease}",
        ["Workers__HeartbeatLimit"] = "00:00:15",
        ["Builds__LostPolicy"] = "requeue",
        ["Outgoing__AllowedNetworks"] = "127.0.0.0/8",
        ["Logging__LogLevel__GrainJobs.Http.ProblemMiddleware"] = "Debug",
    };
}
