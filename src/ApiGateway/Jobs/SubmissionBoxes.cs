using GrainJobs.Silos;

namespace GrainJobs.Jobs;

/// <summary>
/// Sends submissions: those that come at the same time share a call, if nobody can hold up their answer. A given id or unique key may meet a row that
/// somebody else has locked, and a dependency is another grain: these go alone.
/// </summary>
internal sealed class SubmissionBoxes(NearDesk near)
{
    private readonly DeskBoxes<JobDraft, Result<JobSubmission>> boxes = new(near, new(
        static (desk, drafts) => desk.SubmitTogether(drafts),
        static (desk, draft) => desk.Submit(draft),
        static draft => (draft.Payload?.Length ?? 0) + (draft.Metadata?.Length ?? 0)));

    internal Task<Result<JobSubmission>> Submit(JobDraft draft) =>
        boxes.Ask(near.Nearest(draft.Queue), draft, mayShare: draft is { JobId: null, UniqueKey: null, DependsOn.IsEmpty: true });
}
