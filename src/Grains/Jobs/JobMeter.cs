using System.Diagnostics.Metrics;

namespace GrainJobs.Jobs;

/// <summary>Counts of what became of jobs, by type and outcome.</summary>
internal sealed class JobMeter(IMeterFactory meters)
{
    /// <summary>The meter's name.</summary>
    public const string Name = "GrainJobs.Jobs";

    private readonly Counter<long> submitted = meters.Create(Name).CreateCounter<long>("grainjobs.jobs.submitted");
    private readonly Counter<long> finished = meters.Create(Name).CreateCounter<long>("grainjobs.jobs.finished");
    private readonly Counter<long> retried = meters.Create(Name).CreateCounter<long>("grainjobs.jobs.retried");
    private readonly Counter<long> lost = meters.Create(Name).CreateCounter<long>("grainjobs.leases.lost");
    private readonly Histogram<double> waited = meters.Create(Name).CreateHistogram<double>("grainjobs.jobs.wait", "s");
    private readonly Histogram<double> ran = meters.Create(Name).CreateHistogram<double>("grainjobs.jobs.run", "s");

    public void Count(JobChange change)
    {
        var (before, after) = (change.Before, change.Next);
        var type = new KeyValuePair<string, object?>("type", after.Spec.Type);
        if (before is null)
        {
            submitted.Add(1, type);
        }
        else if (after.Attempt > before.Attempt)
        {
            waited.Record((after.UpdatedAt - before.ReadyAt).TotalSeconds, type);
            retried.Add(after.Attempt > 1 ? 1 : 0, type);
        }
        else if (after.Losses > before.Losses)
        {
            lost.Add(1, type);
        }

        if (after.IsFinished && before?.IsFinished != true)
        {
            finished.Add(1, type, new("outcome", after.Skipped ? "skipped" : after.Status.ToString().ToLowerInvariant()));
            ran.Record((after.UpdatedAt - (after.StartedAt ?? after.UpdatedAt)).TotalSeconds, type);
        }
    }
}
