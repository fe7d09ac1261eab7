using GrainJobs.Builds;
using GrainJobs.Execution;
using GrainJobs.Jobs;
using GrainJobs.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Queues;

/// <summary>Every silo, every few seconds: queues that have work in the rows must run. A queue whose silo died is back without anybody asking.</summary>
internal sealed partial class QueueRollCall(
    IGrainFactory grains,
    IJobStore store,
    IBuildStore builds,
    SiloExecutor executor,
    QueueShare share,
    Clock clock,
    TimeProvider time,
    ILogger<QueueRollCall> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1.5);

    // With a thousand queues a call takes the database a moment: at most a two-hundredth of its time is spent on it. After a change of the cluster nothing waits.
    private const int RestsFor = 200;
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(6);

    // A queue that wakes reads its rows: few at a time, and what a round has no time for is first in the next.
    private const int AtOnce = 8;
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(5);

    private readonly RollCallLedger ledger = new();
    private readonly CostlyRead reading = new(RestsFor, LongestRest, time);
    private readonly DueQueues due = new(store.QueuesWithDue, time);
    private MembershipVersion seen;
    private bool isUnfinished;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                if (IsDue)
                {
                    await Call();
                }
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

    /// <summary>At every tick, unless reading took long.</summary>
    private bool IsDue => isUnfinished || share.Version != seen || reading.IsDue;

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

    /// <summary>Each silo calls its share, and all that its executor could work on; after a change of the cluster all are called at once.</summary>
    private async Task Call()
    {
        if (share.Version is var version && version != seen)
        {
            ledger.Clear();
            due.Forget();
            seen = version;
        }

        isUnfinished = true;
        var now = clock.Now();
        var isMine = share.Take();
        var mine = (await QueuesWithWork(now)).Where(work => work.Lane is { } lane ? executor.Runs(lane) : isMine(work.Queue)).ToList();
        var began = time.GetTimestamp();
        foreach (var calls in ledger.Due(mine, executor.Attends, now).Chunk(AtOnce))
        {
            await Task.WhenAll(calls.Select(Call));
            if (time.GetElapsedTime(began) > LongestRound)
            {
                return;
            }
        }

        isUnfinished = false;
    }

    /// <summary>Where jobs wait in a lane of another silo's queue, this silo asks for them; what waits for outside workers waits in the rows until they ask.</summary>
    private async Task Call(QueueWork work)
    {
        ledger.Note(work, clock.Now());
        await grains.GetGrain<IQueueGrain>(work.Queue.Value).Wake();
        if (work.Lane is { } lane)
        {
            executor.Attend(work.Queue, [lane]);
        }
    }

    private async Task<IEnumerable<QueueWork>> QueuesWithWork(DateTimeOffset now)
    {
        var work = await reading.Run(store.QueuesWithWork);
        var queues = work.Concat((await due.At(now)).Select(queue => new QueueWork(queue, null)));
        return await builds.HasWork() ? queues.Append(new(QueueName.Builds, null)) : queues;
    }

    [LoggerMessage(LogLevel.Warning, "The roll call of the queues failed; the next one is in a moment")]
    private partial void LogFailed(Exception exception);
}
