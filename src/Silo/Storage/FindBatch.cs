using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>Reads by id that are under way at once share a statement: the next one gathers while the last one runs.</summary>
internal sealed class FindBatch(ISqlReader reader)
{
    private const int MostIds = 500;
    private const int Lanes = 2;

    private readonly Lock gate = new();
    private readonly Queue<(JobId Id, TaskCompletionSource<Job?> Answer)> waiting = new();
    private int running;

    internal Task<Job?> Find(JobId id)
    {
        TaskCompletionSource<Job?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Enqueue((id, answer));
            if (running == Lanes)
            {
                return answer.Task;
            }

            running++;
        }

        _ = Task.Run(Run);
        return answer.Task;
    }

    private async Task Run()
    {
        while (Take() is { } batch)
        {
            await Answer(batch);
        }
    }

    private List<(JobId Id, TaskCompletionSource<Job?> Answer)>? Take()
    {
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                running--;
                return null;
            }

            List<(JobId Id, TaskCompletionSource<Job?> Answer)> batch = [];
            while (batch.Count < MostIds && waiting.TryDequeue(out (JobId Id, TaskCompletionSource<Job?> Answer) next))
            {
                batch.Add(next);
            }

            return batch;
        }
    }

    private async Task Answer(List<(JobId Id, TaskCompletionSource<Job?> Answer)> batch)
    {
        try
        {
            string[] ids = [.. batch.Select(find => find.Id.Value).Distinct(StringComparer.Ordinal)];
            List<Job> found = await reader.Read("jobs/find_jobs", JobRow.Read, ("ids", ids));
            Dictionary<JobId, Job> jobs = found.ToDictionary(job => job.Id);
            batch.ForEach(find => find.Answer.SetResult(jobs.GetValueOrDefault(find.Id)));
        }
#pragma warning disable CA1031 // Whatever went wrong is every caller's answer.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            batch.ForEach(find => find.Answer.TrySetException(failure));
        }
    }
}
