namespace GrainJobs.Jobs;

/// <summary>Why a job has not started: the kind, the sentence, and what it is about.</summary>
internal sealed record WaitView(string Kind, string Detail, long? Position, bool? AtLeast, string? Blocker, DateTimeOffset? DueAt)
{
    internal static WaitView? Of(WaitReason? reason) =>
        reason is null ? null : new(reason.Kind, reason.Detail, reason.Position, reason.IsAtLeast ? true : null, reason.Blocker, reason.DueAt);
}
