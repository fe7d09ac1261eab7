namespace GrainJobs.Storage;

/// <summary>Reads by id that are under way at once share a statement: the next one gathers while the last one runs.</summary>
internal sealed class FindBatch<T>(ISqlReader reader, string statement, Func<Row, T> map, Func<T, string> idOf)
    where T : class
{
    private const int MostIds = 500;
    private const int Lanes = 2;

    private readonly Lock gate = new();
    private readonly Queue<(string Id, TaskCompletionSource<T?> Answer)> waiting = new();
    private int running;

    internal Task<T?> Find(string id)
    {
        TaskCompletionSource<T?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    private List<(string Id, TaskCompletionSource<T?> Answer)>? Take()
    {
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                running--;
                return null;
            }

            List<(string Id, TaskCompletionSource<T?> Answer)> batch = [];
            while (batch.Count < MostIds && waiting.TryDequeue(out (string Id, TaskCompletionSource<T?> Answer) next))
            {
                batch.Add(next);
            }

            return batch;
        }
    }

    private async Task Answer(List<(string Id, TaskCompletionSource<T?> Answer)> batch)
    {
        try
        {
            string[] ids = [.. batch.Select(find => find.Id).Distinct(StringComparer.Ordinal)];
            Dictionary<string, T> found = (await reader.Read(statement, map, ("ids", ids))).ToDictionary(idOf, StringComparer.Ordinal);
            batch.ForEach(find => find.Answer.SetResult(found.GetValueOrDefault(find.Id)));
        }
#pragma warning disable CA1031 // Whatever went wrong is every caller's answer.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            batch.ForEach(find => find.Answer.TrySetException(failure));
        }
    }
}
