namespace GrainJobs.Jobs;

internal static partial class JobLifecycle
{
    /// <summary>How long a worker has to stop after it could hear of the cancellation.</summary>
    public static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(30);

    /// <summary>Ends what does not run; asks the worker of what does.</summary>
    public static Result<JobChange> Cancel(Job job, DateTimeOffset now) => job switch
    {
        { Status: JobStatus.Cancelled } => JobChange.Nothing(job),
        { IsFinished: true } => JobRefusals.Finished(job),
        { Lease: null } => EndCancelled(job, job, now),
        { CancelRequestedAt: not null } => JobChange.Nothing(job),
        _ => To(job, job with { CancelRequestedAt = Later(now, job.UpdatedAt) }, now, new JobNote(JobEventType.CancelRequested)),
    };
}
