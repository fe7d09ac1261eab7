using GrainJobs.Placement;
using GrainJobs.Time;

namespace GrainJobs.Jobs;

/// <summary>The door to the hub of the silo named by its key.</summary>
[OnSilo]
internal sealed class JobHubGrain(JobHub hub, ILocalSiloDetails silo, Clock clock) : Grain, IJobHubGrain
{
    private static readonly TimeSpan ExpireEvery = TimeSpan.FromSeconds(10);

    /// <summary>Whether this is the silo of the key; else that one has left and has nothing to announce.</summary>
    private bool IsHome => this.GetPrimaryKeyString() == silo.SiloAddress.ToParsableString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!IsHome)
        {
            return Task.CompletedTask;
        }

        this.RegisterGrainTimer(_ => Expire(), new() { DueTime = ExpireEvery, Period = ExpireEvery, Interleave = true, KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task Watch(IJobObserver observer, JobId[] jobs)
    {
        if (IsHome)
        {
            hub.Watch(observer, jobs, clock.Now());
        }

        return Task.CompletedTask;
    }

    public Task Unwatch(IJobObserver observer, JobId[] jobs)
    {
        if (IsHome)
        {
            hub.Unwatch(observer, jobs);
        }

        return Task.CompletedTask;
    }

    private Task Expire()
    {
        hub.Expire(clock.Now());
        return Task.CompletedTask;
    }
}
