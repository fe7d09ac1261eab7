namespace GrainJobs.Jobs;

internal static partial class JobLifecycle
{
    /// <summary>Saves the awaited input; the job is queued in the same change unless a dependency is still to come.</summary>
    public static Result<JobChange> SaveInput(Job job, JobInput input, byte[]? content, DateTimeOffset now)
    {
        if (job.IsFinished)
        {
            return JobRefusals.Finished(job);
        }

        if (!job.Spec.AwaitInput || job.Input is not null || job.Status != JobStatus.Pending)
        {
            return JobRefusals.InputNotAwaited(job);
        }

        var saved = new JobNote(JobEventType.InputSaved, LengthData(input.Length));
        var change = job.DependenciesMet
            ? Line(job with { Input = input }, job, now, saved)
            : To(job, job with { Input = input }, now, saved);
        return change with { Input = content };
    }

    /// <summary>Everything it depends on has completed.</summary>
    public static Result<JobChange> MeetDependencies(Job job, DateTimeOffset now)
    {
        if (job.Status != JobStatus.Pending || job.DependenciesMet)
        {
            return JobChange.Nothing(job);
        }

        var met = job with { DependenciesMet = true };
        var note = new JobNote(JobEventType.DependenciesMet);
        return job.Spec.AwaitInput && job.Input is null ? To(job, met, now, note) : Line(met, job, now, note);
    }

    /// <summary>Something it depends on ended otherwise than completed, or is gone: it can never run.</summary>
    public static Result<JobChange> FailDependency(Job job, JobId dependency, string how, DateTimeOffset now) =>
        job.Status != JobStatus.Pending || job.DependenciesMet
            ? JobChange.Nothing(job)
            : EndWithError(job, $"Dependency {dependency} {how}", "dependency_failed", now);

    /// <summary>Its time has come.</summary>
    public static Result<JobChange> Promote(Job job, DateTimeOffset now) => job.Status switch
    {
        JobStatus.Scheduled when job.ReadyAt <= now =>
            To(job, job with { Status = JobStatus.Queued }, now, new JobNote(JobEventType.Triggered)),
        _ => JobRefusals.NotReady(job),
    };

    /// <summary>Its total deadline has passed before it could run; that of one that runs ends with its lease.</summary>
    public static Result<JobChange> PassDeadline(Job job, DateTimeOffset now) => job switch
    {
        { IsFinished: true } => JobRefusals.Finished(job),
        { Lease: not null } => JobRefusals.NotReady(job),
        _ when job.Spec.Deadline is { } deadline && deadline <= now => EndWithError(job, "The deadline has passed", "deadline_exceeded", now),
        _ => JobRefusals.NotReady(job),
    };

    /// <summary>A job waits for this one from now on.</summary>
    public static Result<JobChange> AddDependent(Job job, DateTimeOffset now) =>
        job.HasDependents || job.IsFinished ? JobChange.Nothing(job) : To(job, job with { HasDependents = true }, now);

    /// <summary>The callback job exists. No new version: what a client sees of a finished job never changes.</summary>
    public static Result<JobChange> AnnounceEnd(Job job, DateTimeOffset now) =>
        job.CallbackDue ? new JobChange(job, job with { CallbackDue = false }, []) : JobChange.Nothing(job);

    private static JobChange Line(Job next, Job before, DateTimeOffset now, JobNote note)
    {
        var status = Waiting(next.Spec, now);
        return status == JobStatus.Scheduled
            ? To(before, next with { Status = status }, now, note)
            : To(before, next with { Status = status, ReadyAt = Later(now, next.ReadyAt) }, now, note, new JobNote(JobEventType.Triggered));
    }

    private static JobChange EndWithError(Job job, string error, string code, DateTimeOffset now) =>
        End(job, job with { Status = JobStatus.Error, Error = error, ErrorCode = code }, now);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static string LengthData(long length) => $$"""{"length":{{length}}}""";
}
