using GrainJobs.Files;

namespace GrainJobs.Http;

/// <summary>Removes, once an hour, what uploads left behind whose process died in the middle.</summary>
internal sealed partial class UnfinishedSweep(IFileStore store, TimeProvider time, ILogger<UnfinishedSweep> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // Longer than any upload that still moves: the server cuts those that trickle.
    private static readonly TimeSpan Age = TimeSpan.FromHours(24);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await Sweep(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Sweep(CancellationToken stop)
    {
        try
        {
            var swept = await store.SweepUnfinished(time.GetUtcNow() - Age, stop);
            if (swept > 0)
            {
                LogSwept(log, swept);
            }
        }
#pragma warning disable CA1031 // A loop of the host: the store may be away for now, the next round tries again.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(log, failure);
        }
    }
}
