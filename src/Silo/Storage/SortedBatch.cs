namespace GrainJobs.Storage;

/// <summary>A batch by kind of write, each in the batch's order, and where each write's outcome goes.</summary>
internal sealed class SortedBatch
{
    private readonly Dictionary<string, int> places;
    private readonly WriteOutcome[] outcomes;

    internal SortedBatch(IReadOnlyList<StoreWrite> batch)
    {
        places = new(batch.Count, StringComparer.Ordinal);
        outcomes = new WriteOutcome[batch.Count];
        Array.Fill(outcomes, WriteOutcome.Conflict);
        for (int place = 0; place < batch.Count; place++)
        {
            places.Add(Sort(batch[place], place), place);
        }
    }

    /// <summary>Inserts of jobs that have done nothing yet.</summary>
    internal List<JobWrite> News { get; } = [];

    internal List<JobWrite> Inserts { get; } = [];

    /// <summary>Updates of nothing but what starting and finishing change.</summary>
    internal List<JobWrite> Moves { get; } = [];

    internal List<JobWrite> Updates { get; } = [];

    internal List<JobDeletion> Deletions { get; } = [];

    internal List<JobLogWrite> Logs { get; } = [];

    /// <summary>Writes that go as statements of their own, each with its place in the batch.</summary>
    internal List<(int Place, SqlChange[] Changes)> Others { get; } = [];

    /// <summary>Conflict for every write whose row the database did not name.</summary>
    internal WriteOutcome[] Outcomes => outcomes;

    internal void CommittedJob(string id) => outcomes[places[id]] = WriteOutcome.Committed;

    internal void CommittedLog(string id) => outcomes[places["log/" + id]] = WriteOutcome.Committed;

    internal void CommittedOther(int place) => outcomes[place] = WriteOutcome.Committed;

    private List<JobWrite> ListOf(JobWrite job) => job.IsInsert
        ? JobShape.IsNew(job) ? News : Inserts
        : JobShape.IsMove(job) ? Moves : Updates;

    private string Sort(StoreWrite write, int place)
    {
        switch (write)
        {
            case JobWrite job:
                ListOf(job).Add(job);
                return job.Next.Id.Value;
            case JobDeletion deletion:
                Deletions.Add(deletion);
                return deletion.Id.Value;
            case JobLogWrite log:
                Logs.Add(log);
                return "log/" + log.Id.Value;
            default:
                Others.Add((place, RowWrites.Of(write)));
                return write.Key;
        }
    }
}
