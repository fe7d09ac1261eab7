namespace GrainJobs.Jobs;

/// <summary>A gateway that watches jobs. Versions of one job may come twice or late; the highest counts.</summary>
[Alias("gj.IJobObserver")]
public interface IJobObserver : IGrainObserver
{
    /// <summary>Committed states, in the order of commit on one silo. Not one-way: the silo sends the next batch when this one was taken.</summary>
    [Alias("Changed")]
    Task Changed(Job[] jobs);
}
