using GrainJobs.Processes;

namespace GrainJobs.Builds;

/// <summary>Two gateways and a silo over PostgreSQL for the tests of a class, with a short heartbeat limit.</summary>
public sealed class BuildCluster : IAsyncLifetime
{
    public ClusterOfProcesses Cluster { get; private set; } = null!;

    internal BuildYard Yard { get; private set; } = null!;

    private const int MostPlatforms = 1_000;
    private int platforms;

    /// <summary>A platform of its own for a test, so that none takes another's builds.</summary>
    internal string NewPlatform() => $"p{Interlocked.Increment(ref platforms)}";

    /// <summary>Everything the silos have logged.</summary>
    internal IEnumerable<string> SiloLines => Cluster.Silos.SelectMany(silo => silo.Child.Lines);

    public async Task InitializeAsync()
    {
        Cluster = await ClusterOfProcesses.StartAsync(1, 2, settings: new Dictionary<string, string?>
        {
            ["Limits__LogBytes"] = "64KB",
            ["Builds__Platforms"] = string.Join(',', Enumerable.Range(1, MostPlatforms).Select(number => $"p{number}")),
        });
        Yard = new(Cluster.Callers());
    }

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}
