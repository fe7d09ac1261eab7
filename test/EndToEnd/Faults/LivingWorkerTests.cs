using System.Diagnostics;
using GrainJobs.Processes;
using GrainJobs.Time;
using Xunit.Abstractions;

namespace GrainJobs.Faults;

/// <summary>
/// Workers outside, half of whose queues and places of work go down with a silo. The lease is longer than on the site of the other faults: one of 5 s does not outlast
/// the time in which a killed silo is found dead and no beat can get through.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class LivingWorkerTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Living = 16;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);
    private ClusterOfProcesses cluster = null!;

    public async Task InitializeAsync() => cluster = await ClusterOfProcesses.StartAsync(
        siloCount: 2, gatewayCount: 2, settings: new Dictionary<string, string?> { ["Leases__Duration"] = $"{Lease}" });

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    [Fact]
    public async Task An_outside_worker_that_lives_keeps_its_lease_whichever_silo_is_killed()
    {
        for (int round = 0; round < FaultLength.Repetitions; round++)
        {
            LivingWorker[] workers = await Task.WhenAll(Enumerable.Range(0, Living).Select(number => LivingWorker.StartAsync(cluster, $"living-{Guid.NewGuid():n}", number)));
            ServerProcess silo = cluster.Silos[round % cluster.Silos.Count];
            await silo.KillAsync();
            long since = Stopwatch.GetTimestamp();
            await Eventually.BeTrue("every lease that was not renewed has ended", () => Stopwatch.GetElapsedTime(since) > Watched);
            int[] missed = await Task.WhenAll(workers.Select(worker => worker.EndAsync()));
            FaultReport.Write(output, $"{Living} outside workers lived through the end of a silo: {missed.Sum()} beats got no answer, no lease was lost");
            await (await silo.StartAgainAsync()).ReadyAsync();
        }
    }
}
