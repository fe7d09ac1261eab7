namespace GrainJobs.Jobs;

/// <summary>
/// One silo's announcements of committed changes. Key: the silo's address as <c>SiloAddress.ToParsableString()</c>; the grain lives on that silo.
/// A gateway subscribes at every active silo with all the jobs it watches and renews within <see cref="RenewWithin"/>; what it missed it reads again.
/// </summary>
[Alias("gj.IJobHubGrain")]
public interface IJobHubGrain : IGrainWithStringKey
{
    /// <summary>Announce changes of these jobs to the observer from now on, beside those it watches already. Also renews.</summary>
    [Alias("Watch")]
    Task Watch(IJobObserver observer, JobId[] jobs);

    [Alias("Unwatch")]
    Task Unwatch(IJobObserver observer, JobId[] jobs);

    /// <summary>A subscription not renewed for this long is dropped.</summary>
    static readonly TimeSpan RenewWithin = TimeSpan.FromSeconds(30);
}
