using System.Runtime.CompilerServices;
using GrainJobs.Silos;

namespace GrainJobs.Jobs;

/// <summary>
/// Sends submissions: those that come at the same time share a call, if nobody can hold up their answer. A given id or unique key may meet a row that
/// somebody else has locked, and a dependency is another grain: these go alone.
/// </summary>
internal sealed class SubmissionBoxes(NearDesk near)
{
    private readonly ConditionalWeakTable<SiloDesks, SubmissionBox> boxes = [];
    private readonly SubmissionBox anywhere = new(near, silo: null);

    internal Task<Result<JobSubmission>> Submit(JobDraft draft)
    {
        var silo = near.Nearest(draft.Queue);
        return near.IsAnswered && draft is { JobId: null, UniqueKey: null, DependsOn.IsEmpty: true }
            ? (silo is null ? anywhere : boxes.GetValue(silo, key => new(near, key))).Submit(draft)
            : near.CallAt(silo, 1, desk => desk.Submit(draft));
    }
}
