using GrainJobs.Builds;
using GrainJobs.Jobs;
using GrainJobs.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Queues;

/// <summary>Every silo, every ten seconds: how much waits in its share of the queues, for those who watch the service.</summary>
internal sealed partial class QueueGauge(
    IJobStore store, IBuildStore builds, QueuedWork works, QueueShare share, QueueMeter meter, Clock clock, TimeProvider time, ILogger<QueueGauge> logger) : BackgroundService
{
    private const int MostQueues = 1_000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly HashSet<QueueName> shown = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Read();
            }
#pragma warning disable CA1031 // A loop of the host: the next round tries again.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception);
            }
        }
    }

    /// <summary>A queue that has run empty goes on being shown, at zero.</summary>
    private async Task Read()
    {
        var now = clock.Now();
        var isMine = share.Take();
        var withWork = (await store.QueuesWithWork()).Select(work => work.Queue);
        shown.RemoveWhere(queue => !isMine(queue));
        shown.UnionWith((await builds.HasWork() ? withWork.Append(QueueName.Builds) : withWork).Where(isMine).Take(MostQueues - Math.Min(MostQueues, shown.Count)));
        var loads = new Dictionary<QueueName, QueueBacklog>();
        foreach (var queue in shown)
        {
            loads[queue] = await Load(queue, now);
        }

        meter.Show(loads);
    }

    private async Task<QueueBacklog> Load(QueueName queue, DateTimeOffset now)
    {
        var work = works.For(queue);
        return await work.LongestWaiting(queue, now, 1) is [var oldest] ? new((await work.Position(queue, AfterAll(now))).Ahead, oldest.ReadyAt) : default;
    }

    private static QueueEntry AfterAll(DateTimeOffset now) => new() { Id = "", Lane = "", Priority = int.MinValue, ReadyAt = now };

    [LoggerMessage(LogLevel.Debug, "What waits in the queues could not be read; the next round tries again")]
    private partial void LogFailed(Exception exception);
}
