using GrainJobs.Silos;

namespace GrainJobs.Jobs;

/// <summary>
/// Submissions of many callers to one silo, carried together: a few calls are under way at a time, and what comes meanwhile waits for the next. A call
/// between processes costs as much as all else that a job needs of the silo, and who comes alone goes at once.
/// </summary>
internal sealed class SubmissionBox(NearDesk near, SiloDesks? silo)
{
    private const int MostUnderWay = 2;
    private const int MostTogether = 256;
    private const int MostCharacters = 1 << 20;

    private readonly Lock gate = new();
    private readonly Queue<(JobDraft Draft, TaskCompletionSource<Result<JobSubmission>> Answer)> waiting = new();
    private int underWay;

    /// <summary>Bounded by the requests this process takes at once.</summary>
    internal Task<Result<JobSubmission>> Submit(JobDraft draft)
    {
        var answer = new TaskCompletionSource<Result<JobSubmission>>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Enqueue((draft, answer));
            if (underWay == MostUnderWay)
            {
                return answer.Task;
            }

            underWay++;
        }

        // Not a part of this caller's trace: the drafts have their own.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(Carry);
        }

        return answer.Task;
    }

    private async Task Carry()
    {
        while (Take() is { Length: > 0 } together)
        {
            await Carry(together);
        }
    }

    private async Task Carry((JobDraft Draft, TaskCompletionSource<Result<JobSubmission>> Answer)[] together)
    {
        try
        {
            var answers = await near.CallAt(silo, together.Length, desk => desk.SubmitTogether(Array.ConvertAll(together, static each => each.Draft)));
            for (var place = 0; place < together.Length; place++)
            {
                if (answers[place] is { } answer)
                {
                    together[place].Answer.SetResult(answer);
                }
                else
                {
                    _ = SubmitAlone(together[place].Draft, together[place].Answer);
                }
            }
        }
#pragma warning disable CA1031 // Every caller must get the failure, whatever it is.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Array.ForEach(together, each => each.Answer.TrySetException(failure));
        }
    }

    private async Task SubmitAlone(JobDraft draft, TaskCompletionSource<Result<JobSubmission>> answer)
    {
        try
        {
            answer.SetResult(await near.CallAt(silo, 1, desk => desk.Submit(draft)));
        }
#pragma warning disable CA1031 // As above.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            answer.SetException(failure);
        }
    }

    private (JobDraft Draft, TaskCompletionSource<Result<JobSubmission>> Answer)[] Take()
    {
        lock (gate)
        {
            List<(JobDraft Draft, TaskCompletionSource<Result<JobSubmission>> Answer)> together = [];
            for (var characters = 0; together.Count < MostTogether && characters < MostCharacters && waiting.TryDequeue(out var next);)
            {
                together.Add(next);
                characters += (next.Draft.Payload?.Length ?? 0) + (next.Draft.Metadata?.Length ?? 0);
            }

            underWay -= together.Count == 0 ? 1 : 0;
            return [.. together];
        }
    }
}
