using GrainJobs.Placement;
using GrainJobs.Time;

namespace GrainJobs.Jobs;

/// <summary>The door to the hub of the silo named by its key.</summary>
[OnSilo]
internal sealed class JobHubGrain(JobHub hub, Clock clock) : Grain, IJobHubGrain
{
    private static readonly TimeSpan ExpireEvery = TimeSpan.FromSeconds(10);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(_ => Expire(), new() { DueTime = ExpireEvery, Period = ExpireEvery, Interleave = true, KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task Watch(IJobObserver observer, JobId[] jobs)
    {
        hub.Watch(observer, jobs, clock.Now());
        return Task.CompletedTask;
    }

    public Task Unwatch(IJobObserver observer, JobId[] jobs)
    {
        hub.Unwatch(observer, jobs);
        return Task.CompletedTask;
    }

    private Task Expire()
    {
        hub.Expire(clock.Now());
        return Task.CompletedTask;
    }
}
