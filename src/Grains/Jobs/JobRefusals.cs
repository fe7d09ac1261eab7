using GrainJobs.Leases;

namespace GrainJobs.Jobs;

/// <summary>The sentences of the refusals.</summary>
internal static class JobRefusals
{
    public static Refusal NotFound() => new(RefusalCode.JobNotFound, "Job not found");

    public static Refusal Finished(Job job) =>
        new(RefusalCode.JobFinished, $"The job has ended as {Word(job.Status)}; a finished job is never changed");

    public static Refusal NotFinished(Job job) =>
        new(RefusalCode.JobNotFinished, $"The job is {Word(job.Status)}; this needs a finished one. Cancel it first or wait for its end");

    public static Refusal NotTracked() =>
        new(RefusalCode.JobNotTracked, "A worker runs this job and reports through its lease; only tracked jobs are updated by PATCH");

    public static Refusal InputNotAwaited(Job job) => job.Spec.AwaitInput
        ? new(RefusalCode.InputNotAwaited, "The input was saved before; it can't be replaced")
        : new(RefusalCode.InputNotAwaited, "The job was created without awaitInput and takes no input");

    public static Refusal InputMissing() =>
        new(RefusalCode.InputNotAwaited, "The job still awaits its input (PUT /api/jobs/{id}/input) and can't make progress before");

    public static Refusal NotReady(Job job) =>
        new(RefusalCode.JobNotReady, $"The job is {Word(job.Status)} and can't be leased");

    public static Refusal LeaseLost(LeaseToken token) =>
        new(RefusalCode.LeaseLost, $"The {token} is over: it expired, was given to another, or was reported before with other content");

    public static Refusal BadTransition(JobStatus from, JobStatus to) =>
        new(RefusalCode.Conflict, $"A {Word(from)} job can't become {Word(to)}");

    private static string Word(JobStatus status) => status.ToString().ToLowerInvariant();
}
