using GrainJobs.Leases;
using GrainJobs.Queues;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrainJobs.Execution;

/// <summary>Starts the silo's executor after the silo, renews its leases, and on stop lets running jobs end and hands the rest back.</summary>
internal sealed partial class ExecutorHost(
    SiloExecutor executor,
    RunningAttempts running,
    HandlerRun runs,
    ReportDelivery delivery,
    IGrainFactory grains,
    IOptions<ExecutionOptions> options,
    IOptions<LeaseOptions> leases,
    TimeProvider time,
    ILogger<ExecutorHost> logger,
    ILoggerFactory loggers) : BackgroundService
{
    private static readonly TimeSpan MostBetweenRenewals = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(50);

    private readonly TimeSpan renewEvery = leases.Value.Duration / 3 < MostBetweenRenewals ? leases.Value.Duration / 3 : MostBetweenRenewals;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        executor.Start(new(grains, grains.CreateObjectReference<IQueueObserver>(executor), runs, delivery, running, executor.Worker, time, loggers.CreateLogger<Attendance>()));
        using var timer = new PeriodicTimer(renewEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RenewAll();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await executor.Stop();
        await Drained(options.Value.StopWithin, cancellationToken);
        foreach (var attempt in running.All)
        {
            attempt.End(StopCause.Shutdown);
        }

        await Drained(MostBetweenRenewals, cancellationToken);
    }

    /// <summary>What still runs keeps its leases meanwhile.</summary>
    private async Task Drained(TimeSpan limit, CancellationToken cancellationToken)
    {
        var renewedAt = time.GetTimestamp();
        var started = renewedAt;
        while (!running.IsEmpty && time.GetElapsedTime(started) < limit && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(PollEvery, time, CancellationToken.None);
            if (time.GetElapsedTime(renewedAt) >= renewEvery)
            {
                renewedAt = time.GetTimestamp();
                await RenewAll();
            }
        }
    }

    private Task RenewAll() => Task.WhenAll(running.All.GroupBy(attempt => attempt.Queue).Select(Renew));

    private async Task Renew(IGrouping<QueueName, RunningAttempt> attempts)
    {
        RunningAttempt[] each = [.. attempts];
        try
        {
            var orders = await grains.GetGrain<IQueueGrain>(attempts.Key.Value).Renew(executor.Worker, Array.ConvertAll(each, attempt => attempt.Grant.Token));
            for (var index = 0; index < each.Length; index++)
            {
                Obey(each[index], orders[index]);
            }
        }
#pragma warning disable CA1031 // A queue that can't be reached now is asked again in a moment; leases outlast several misses.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogRenewFailed(exception, attempts.Key);
        }
    }

    /// <summary>A lease that the queue does not know may have ended with a report under way: only one that still runs is stopped.</summary>
    private void Obey(RunningAttempt attempt, LeaseOrder order)
    {
        if (order != LeaseOrder.Continue && running.Find(attempt.Grant.Token) is not null)
        {
            attempt.End(order == LeaseOrder.Cancel ? StopCause.Cancelled : StopCause.Lost);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The leases in queue {Queue} could not be renewed; trying again")]
    private partial void LogRenewFailed(Exception exception, QueueName queue);
}
