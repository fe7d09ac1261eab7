using GrainJobs.Leases;

namespace GrainJobs.Jobs;

/// <summary>Submissions, and reads of committed rows: answered by the nearest silo without waking a job. Any key: a client reaches the silos in turn by using several. Any number may run at once.</summary>
[Alias("gj.IJobDeskGrain")]
public interface IJobDeskGrain : IGrainWithIntegerKey
{
    /// <summary>Creates a job, or answers the one that already has its id or unique key.</summary>
    [Alias("Submit")]
    Task<Result<JobSubmission>> Submit(JobDraft draft);

    /// <summary>As <see cref="Submit"/>, for many at once; answers in order, without the jobs themselves.</summary>
    [Alias("SubmitMany")]
    Task<Result<JobReceipt>[]> SubmitMany(JobDraft[] drafts);

    /// <summary>
    /// As <see cref="Submit"/> for drafts of several callers, none of whom waits for another: answers those that could be created at once. Null: nothing
    /// was stored of this one; submit it alone. A silo of the first release does not know it; see <see cref="Silo"/>.
    /// </summary>
    [Alias("SubmitTogether")]
    Task<Result<JobSubmission>?[]> SubmitTogether(JobDraft[] drafts);

    /// <summary>What is wrong with the drafts, in order; null where nothing is. Stores nothing.</summary>
    [Alias("Judge")]
    Task<Refusal?[]> Judge(JobDraft[] drafts);

    /// <summary>A final report (complete, skip, fail, release) under a lease, as <see cref="IJobGrain.Report"/> takes it, without waking the job.</summary>
    [Alias("Report")]
    Task<Result<Job>> Report(JobId id, LeaseReport report);

    /// <summary>
    /// As <see cref="Report"/> for the jobs that the reports' tokens name, of several callers, none of whom waits long for another. Null: its answer is not
    /// there yet, or none at all; the same report again gets it. A silo of the first release does not know it; see <see cref="Silo"/>.
    /// </summary>
    [Alias("ReportTogether")]
    Task<Result<Job>?[]> ReportTogether(LeaseReport[] reports);

    /// <summary>A new job with the payload and settings of a finished one.</summary>
    [Alias("Retry")]
    Task<Result<JobSubmission>> Retry(JobId id);

    /// <summary>The job as committed; null when there is none.</summary>
    [Alias("Find")]
    Task<Job?> Find(JobId id);

    /// <summary>Those of the ids that exist, in no order.</summary>
    [Alias("FindMany")]
    Task<Job[]> FindMany(JobId[] ids);

    /// <summary>As <see cref="Search"/>, without saying where to go on: what gateways of the first release ask.</summary>
    [Alias("List")]
    Task<Job[]> List(JobFilter filter);

    /// <summary>Some jobs, newest first.</summary>
    [Alias("Search")]
    Task<FoundJobs> Search(JobFilter filter);

    /// <summary>Why the job has not started; null when it has, or does not exist.</summary>
    [Alias("Explain")]
    Task<WaitReason?> Explain(JobId id);

    /// <summary>Events after a number, oldest first.</summary>
    [Alias("Events")]
    Task<JobEvent[]> Events(JobId id, int after, int limit);

    /// <summary>
    /// What clients saw of the versions between two, oldest first and at most 500: for readers who missed them. Payloads and what clients can't see
    /// are left out. Versions that can't be told any more, and all but the newest 10,000, are passed over.
    /// </summary>
    [Alias("Versions")]
    Task<Job[]> Versions(JobId id, long after, long before);

    /// <summary>Log lines after a number, oldest first.</summary>
    [Alias("Logs")]
    Task<JobLogLine[]> Logs(JobId id, long after, int limit);

    /// <summary>The bytes of an input that lie beside the row; null when they are in the file store, or there are none.</summary>
    [Alias("Input")]
    Task<byte[]?> Input(JobId id);

    [Alias("CountsByType")]
    Task<TypeCount[]> CountsByType();

    /// <summary>
    /// The silo that answers, as <c>SiloAddress.ToParsableString()</c> has it. A client ties each key to one silo, so that who asks a key can choose by it
    /// where later calls go. A silo of the first release does not know the question.
    /// </summary>
    [Alias("Silo")]
    Task<string> Silo();
}
