using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>Which writes the narrow statements can make: fewer columns cost less than a second statement.</summary>
internal static class JobShape
{
    /// <summary>An insert of a job all of whose history is still to come, see insert_new_jobs.</summary>
    internal static bool IsNew(JobWrite write) => write.Input is null && write.Next is
    {
        TakenOver: false, StartedAt: null, FinishedAt: null, Attempt: 0, Failures: 0, Losses: 0, Progress: 0, DocumentId: null, Result: null,
        Error: null, ErrorCode: null, Skipped: false, Reason: null, Stage: 0, Input: null, Lease: null, CancelRequestedAt: null,
        HasDependents: false, Receipt: null, CallbackDue: false,
    };

    /// <summary>An update of nothing but the columns of move_jobs.</summary>
    internal static bool IsMove(JobWrite write) => write.Input is null && write.Previous is { } before && Kept(before) == Kept(write.Next);

    // What move_jobs leaves alone.
    private static (bool, int, int, string?, string?, string?, bool, string?, int, JobInput?, DateTimeOffset?, bool, bool, bool) Kept(Job job) =>
        (job.TakenOver, job.Failures, job.Losses, job.DocumentId, job.Error, job.ErrorCode, job.Skipped, job.Reason, job.Stage, job.Input,
            job.CancelRequestedAt, job.DependenciesMet, job.HasDependents, job.CallbackDue);
}
