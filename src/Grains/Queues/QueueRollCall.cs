using GrainJobs.Builds;
using GrainJobs.Execution;
using GrainJobs.Jobs;
using GrainJobs.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Queues;

/// <summary>Every silo, every second or two: queues that have work in the rows must run. A queue whose silo died is back without anybody asking.</summary>
internal sealed partial class QueueRollCall(
    IGrainFactory grains,
    IJobStore store,
    IBuildStore builds,
    SiloExecutor executor,
    HandlerRegistry handlers,
    IClusterMembershipService membership,
    ILocalSiloDetails silo,
    Clock clock,
    TimeProvider time,
    ILogger<QueueRollCall> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan CallAgainAfter = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(5);

    private readonly Dictionary<QueueName, DateTimeOffset> calledAt = [];
    private MembershipVersion seen;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await Call();
            }
#pragma warning disable CA1031 // A loop of the host: the next round tries again.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(exception);
            }
        }
        while (await Next(timer, stoppingToken));
    }

    private static async Task<bool> Next(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Each silo calls its share; after a change of the cluster all are called at once.</summary>
    private async Task Call()
    {
        var snapshot = membership.CurrentSnapshot;
        if (snapshot.Version != seen)
        {
            calledAt.Clear();
            seen = snapshot.Version;
        }

        var now = clock.Now();
        SiloAddress[] silos = [.. snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).Order()];
        var mine = Math.Max(0, Array.IndexOf(silos, silo.SiloAddress));
        foreach (var queue in await QueuesWithWork(now + Ahead))
        {
            executor.Attend(queue, handlers.Types);
            var isMine = silos.Length == 0 || StableHash(queue.Value) % (uint)silos.Length == mine;
            if (isMine && (!calledAt.TryGetValue(queue, out var at) || now - at > CallAgainAfter))
            {
                calledAt[queue] = now;
                await grains.GetGrain<IQueueGrain>(queue.Value).Wake();
            }
        }
    }

    private async Task<IEnumerable<QueueName>> QueuesWithWork(DateTimeOffset dueBefore)
    {
        var queues = await store.QueuesWithWork(dueBefore);
        return await builds.HasWork() ? queues.Append(QueueName.Builds) : queues;
    }

    private static uint StableHash(string text)
    {
        var hash = 2166136261u;
        foreach (var each in text)
        {
            hash = (hash ^ each) * 16777619u;
        }

        return hash;
    }

    [LoggerMessage(LogLevel.Warning, "The roll call of the queues failed; the next one is in a moment")]
    private partial void LogFailed(Exception exception);
}
