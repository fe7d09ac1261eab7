using GrainJobs.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Jobs;

/// <summary>Tells dependents and creates callback jobs; every few seconds looks in the rows for what was missed.</summary>
internal sealed partial class FollowUpLoop(
    JobFollowUps followUps,
    IJobStore store,
    JobLedger ledger,
    JobDesk desk,
    IGrainFactory grains,
    TimeProvider time,
    Clock clock,
    ILogger<FollowUpLoop> logger) : BackgroundService
{
    private const int BatchSize = 200;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Follow(stoppingToken), Look(stoppingToken));

    private async Task Follow(CancellationToken stop)
    {
        while (await followUps.Ended.WaitToReadAsync(stop))
        {
            var batch = new List<Job>(BatchSize);
            while (batch.Count < BatchSize && followUps.Ended.TryRead(out var job))
            {
                batch.Add(job);
            }

            await Guarded(() => Handle(batch));
        }
    }

    private async Task Look(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            await LookOnce();
        }
    }

    private async Task LookOnce()
    {
        await Guarded(async () => await Resolve(await store.Resolvable(BatchSize)));
        await Guarded(async () => await Announce(await store.CallbacksDue(BatchSize)));
        await Guarded(async () => await Task.WhenAll((await store.PastDeadline(clock.Now(), BatchSize)).Select(id => ledger.Change(id, null, JobLifecycle.PassDeadline))));
    }

    private async Task Handle(List<Job> batch)
    {
        await Announce(batch.Where(job => job.CallbackDue));
        JobId[] parents = [.. batch.Where(job => job.HasDependents).Select(job => job.Id)];
        if (parents.Length > 0)
        {
            await Resolve(await store.Dependents(parents));
        }
    }

    private Task Resolve(IReadOnlyList<JobId> jobs) =>
        Task.WhenAll(jobs.Select(id => grains.GetGrain<IJobGrain>(id.Value).ResolveDependencies()));

    private Task Announce(IEnumerable<Job> jobs) => Task.WhenAll(jobs.Select(Announce));

    private async Task Announce(Job job)
    {
        await desk.Admit(Callback.For(job));
        await ledger.Change(job.Id, job, JobLifecycle.AnnounceEnd);
    }

    private async Task Guarded(Func<Task> work)
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // A loop of the host: what failed is found again by the next look.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Following up on ended jobs failed; the next look tries again")]
    private partial void LogFailed(Exception exception);
}
