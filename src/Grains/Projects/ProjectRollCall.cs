using GrainJobs.Jobs;
using GrainJobs.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrainJobs.Projects;

/// <summary>Every few seconds: projects whose builds are not settled are attended, also when their silo died and nobody asks. Sweeps what has expired, and metrics after the time that builds are kept.</summary>
internal sealed partial class ProjectRollCall(
    IGrainFactory grains, IProjectStore store, IOptions<RetentionOptions> retention, Clock clock, TimeProvider time, ILogger<ProjectRollCall> logger) : BackgroundService
{
    private const int MostAtOnce = 500;
    private const int MostRetired = 5_000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private string after = "";
    private DateTimeOffset sweptAt = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Call();
                await Sweep();
            }
#pragma warning disable CA1031 // A loop of the host: the next round tries again.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(exception);
            }
        }
    }

    private async Task Call()
    {
        var projects = await store.WithUnsettled(after, MostAtOnce);
        after = projects.Count == MostAtOnce ? projects[^1].Value : "";
        await Task.WhenAll(projects.Select(project => grains.GetGrain<IProjectGrain>(project.Value).Attend()));
        foreach (var (project, build) in await store.Unfollowed(MostAtOnce))
        {
            await grains.GetGrain<IProjectGrain>(project.Value).BuildChanged(build);
        }
    }

    private async Task Sweep()
    {
        var now = clock.Now();
        if (now - sweptAt < SweepEvery)
        {
            return;
        }

        sweptAt = now;
        await store.Sweep(now);
        await store.Retire(now - retention.Value.Completed, now - retention.Value.Failed, MostRetired);
    }

    [LoggerMessage(LogLevel.Warning, "The roll call of the projects failed; the next one is in a moment")]
    private partial void LogFailed(Exception exception);
}
