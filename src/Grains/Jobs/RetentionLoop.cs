using GrainJobs.Builds;
using GrainJobs.Files;
using GrainJobs.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrainJobs.Jobs;

/// <summary>Removes finished jobs and builds after their time, in small batches, as fast as they come; with them the files no row names any more.</summary>
internal sealed partial class RetentionLoop(
    IJobStore jobs, IBuildStore builds, IFileStore files, IOptions<RetentionOptions> options, Clock clock, TimeProvider time, ILogger<RetentionLoop> logger) : BackgroundService
{
    private const int BatchSize = 1_000;
    private const int MostBatches = 50;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await Round(stoppingToken))
                {
                    // There is more: as fast as it comes, not as often as this loop wakes.
                }
            }
#pragma warning disable CA1031 // A loop of the host: what stays is removed by the next round.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception);
            }
        }
    }

    /// <summary>A share of each kind; whether anything is left.</summary>
    private async Task<bool> Round(CancellationToken stop)
    {
        var isLeft = await Retire(jobs.Retire, stop);
        return await Retire(builds.Retire, stop) || isLeft;
    }

    private async Task<bool> Retire(Func<bool, DateTimeOffset, int, Task<Retired>> retire, CancellationToken stop)
    {
        var isLeft = await Retire((before, limit) => retire(false, before, limit), options.Value.Completed, stop);
        return await Retire((before, limit) => retire(true, before, limit), options.Value.Failed, stop) || isLeft;
    }

    private async Task<bool> Retire(Func<DateTimeOffset, int, Task<Retired>> retire, TimeSpan kept, CancellationToken stop)
    {
        for (var batch = 0; batch < MostBatches; batch++)
        {
            var retired = await retire(clock.Now() - kept, BatchSize);
            foreach (var file in retired.Files)
            {
                if (FileId.Parse(file) is { } id)
                {
                    await files.Delete(id, stop);
                }
            }

            if (retired.Rows < BatchSize)
            {
                return false;
            }

            stop.ThrowIfCancellationRequested();
        }

        return true;
    }

    [LoggerMessage(LogLevel.Warning, "Removing finished jobs failed; the next round goes on")]
    private partial void LogFailed(Exception exception);
}
