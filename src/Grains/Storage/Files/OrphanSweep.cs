using GrainJobs.Builds;
using GrainJobs.Jobs;
using GrainJobs.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Files;

/// <summary>Sweeps orphans once an hour. Several silos may do it at once: what is gone is gone.</summary>
internal sealed partial class OrphanSweep(
    IFileStore files, IJobStore jobs, IBuildStore builds, Clock clock, TimeProvider time, ILogger<OrphanSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    // Far longer than a request may take between storing a file and writing its row.
    private static readonly TimeSpan Age = TimeSpan.FromHours(24);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Sweep(stoppingToken);
        }
    }

    private async Task Sweep(CancellationToken stop)
    {
        try
        {
            var swept = await Orphans.Sweep(files, [ids => jobs.UnusedFiles(ids), ids => builds.UnusedFiles(ids)], clock.Now() - Age, stop);
            if (swept > 0)
            {
                LogSwept(swept);
            }
        }
#pragma warning disable CA1031 // A loop of the host: storage may be away; the next round goes on.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "Removed {Count} files that nothing refers to")]
    private partial void LogSwept(int count);

    [LoggerMessage(LogLevel.Warning, "Files that nothing refers to could not be swept; the next round goes on")]
    private partial void LogFailed(Exception exception);
}
