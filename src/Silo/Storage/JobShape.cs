using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>Which writes the narrow statements can make: fewer columns cost less than a second statement.</summary>
internal static class JobShape
{
    /// <summary>An insert of a job all of whose history is still to come, see insert_new_jobs.</summary>
    internal static bool IsNew(JobWrite write) => write.Input is null && write.Next is { StartedAt: null, Attempt: 0, Lease: null } job && HasDoneNothing(job);

    /// <summary>An insert of a new job that waits in its queue and asks for nothing but what insert_plain_jobs sends.</summary>
    internal static bool IsPlain(JobWrite write) =>
        IsNew(write) && write.Next is { Status: JobStatus.Queued, Version: 1, LastEvent: 1 } job && AsksForNothing(job) && write.Events.All(EarlyEvents.IsEarly);

    /// <summary>An insert of a job that would be plain, had it not been started in the same moment, see insert_started_jobs.</summary>
    internal static bool IsStarted(JobWrite write) =>
        write is { Input: null, Next: { Status: JobStatus.Processing, StartedAt: { } at, Lease: { } lease, Attempt: 1, Version: 2, LastEvent: 2 } job }
        && at == job.CreatedAt && lease.GrantedAt == at && HasDoneNothing(job) && AsksForNothing(job) && write.Events.All(EarlyEvents.IsEarly);

    private static bool HasDoneNothing(Job job) => job is
    {
        TakenOver: false, FinishedAt: null, Failures: 0, Losses: 0, Progress: 0, DocumentId: null, Result: null, Error: null, ErrorCode: null,
        Skipped: false, Reason: null, Stage: 0, Input: null, CancelRequestedAt: null, HasDependents: false, Receipt: null, CallbackDue: false,
    };

    private static bool AsksForNothing(Job job) =>
        job.DependenciesMet && job.ReadyAt == job.CreatedAt && job.UpdatedAt == job.CreatedAt
        && job.Spec is { Tracked: false, AwaitInput: false, ConcurrencyKey: null or "", UniqueKey: null, Deadline: null, Metadata: null }
        && job.Spec.Stages.IsEmpty && job.Spec.DependsOn.IsEmpty && job.Spec.Tags.IsEmpty;

    /// <summary>An update of nothing but the columns of move_jobs.</summary>
    internal static bool IsMove(JobWrite write) => write is { Input: null, Undo: null, Previous: { } before } && Kept(before) == Kept(write.Next);

    /// <summary>A move that complete_jobs can make.</summary>
    internal static bool IsCompletion(JobWrite write) =>
        write.Next is { Status: JobStatus.Completed, Progress: 100, Lease: null } next
        && next.Version == write.ExpectedVersion + 1 && next.ReadyAt == write.Previous?.ReadyAt && next.FinishedAt == next.UpdatedAt
        && write.Events.All(EarlyEvents.IsEarly);

    // What move_jobs leaves alone.
    private static (bool, int, int, string?, string?, string?, bool, string?, int, JobInput?, DateTimeOffset?, bool, bool, bool) Kept(Job job) =>
        (job.TakenOver, job.Failures, job.Losses, job.DocumentId, job.Error, job.ErrorCode, job.Skipped, job.Reason, job.Stage, job.Input,
            job.CancelRequestedAt, job.DependenciesMet, job.HasDependents, job.CallbackDue);
}
