namespace GrainJobs.Jobs;

/// <summary>Submissions, and reads of committed rows: answered by the nearest silo without waking a job. Key 0. Any number may run at once.</summary>
[Alias("gj.IJobDeskGrain")]
public interface IJobDeskGrain : IGrainWithIntegerKey
{
    /// <summary>Creates a job, or answers the one that already has its id or unique key.</summary>
    [Alias("Submit")]
    Task<Result<JobSubmission>> Submit(JobDraft draft);

    /// <summary>As <see cref="Submit"/>, for many at once; answers in order.</summary>
    [Alias("SubmitMany")]
    Task<Result<JobSubmission>[]> SubmitMany(JobDraft[] drafts);

    /// <summary>A new job with the payload and settings of a finished one.</summary>
    [Alias("Retry")]
    Task<Result<JobSubmission>> Retry(JobId id);

    /// <summary>The job as committed; null when there is none.</summary>
    [Alias("Find")]
    Task<Job?> Find(JobId id);

    /// <summary>Those of the ids that exist, in no order.</summary>
    [Alias("FindMany")]
    Task<Job[]> FindMany(JobId[] ids);

    [Alias("List")]
    Task<Job[]> List(JobFilter filter);

    /// <summary>Why the job has not started; null when it has, or does not exist.</summary>
    [Alias("Explain")]
    Task<WaitReason?> Explain(JobId id);

    /// <summary>Events after a number, oldest first.</summary>
    [Alias("Events")]
    Task<JobEvent[]> Events(JobId id, int after, int limit);

    /// <summary>Log lines after a number, oldest first.</summary>
    [Alias("Logs")]
    Task<JobLogLine[]> Logs(JobId id, long after, int limit);

    /// <summary>The bytes of an input that lie beside the row; null when they are in the file store, or there are none.</summary>
    [Alias("Input")]
    Task<byte[]?> Input(JobId id);

    [Alias("CountsByType")]
    Task<TypeCount[]> CountsByType();
}
