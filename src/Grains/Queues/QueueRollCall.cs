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
    QueueShare share,
    Clock clock,
    TimeProvider time,
    ILogger<QueueRollCall> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1.5);

    // With ten thousand queues a call takes the database a moment: at most a twentieth of its time is spent on it, and never so little that a failover waits.
    private const int RestsFor = 20;
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CallAgainAfter = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(5);

    private readonly Dictionary<QueueName, DateTimeOffset> calledAt = [];
    private MembershipVersion seen;
    private TimeSpan reading;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await Call();
                await Rest(reading * RestsFor, stoppingToken);
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

    private async Task Rest(TimeSpan wanted, CancellationToken stop)
    {
        if (wanted > Every)
        {
            await Task.Delay((wanted < LongestRest ? wanted : LongestRest) - Every, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
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
        if (share.Version is var version && version != seen)
        {
            calledAt.Clear();
            seen = version;
        }

        var now = clock.Now();
        var isMine = share.Take();
        foreach (var queue in await QueuesWithWork(now + Ahead))
        {
            executor.Attend(queue, handlers.Types);
            if (isMine(queue) && (!calledAt.TryGetValue(queue, out var at) || now - at > CallAgainAfter))
            {
                calledAt[queue] = now;
                await grains.GetGrain<IQueueGrain>(queue.Value).Wake();
            }
        }
    }

    private async Task<IEnumerable<QueueName>> QueuesWithWork(DateTimeOffset dueBefore)
    {
        var began = time.GetTimestamp();
        var queues = await store.QueuesWithWork(dueBefore);
        reading = time.GetElapsedTime(began);
        return await builds.HasWork() ? queues.Append(QueueName.Builds) : queues;
    }

    [LoggerMessage(LogLevel.Warning, "The roll call of the queues failed; the next one is in a moment")]
    private partial void LogFailed(Exception exception);
}
