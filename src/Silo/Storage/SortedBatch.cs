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

    /// <summary>Inserts of jobs that wait and ask for nothing else, insert_plain_jobs.</summary>
    internal List<JobWrite> Plain { get; } = [];

    /// <summary>Such that are started at once, insert_started_jobs.</summary>
    internal List<JobWrite> Started { get; } = [];

    /// <summary>Inserts of other jobs that have done nothing yet.</summary>
    internal List<JobWrite> News { get; } = [];

    internal List<JobWrite> Inserts { get; } = [];

    /// <summary>Updates of nothing but what starting and finishing change.</summary>
    internal List<JobWrite> Moves { get; } = [];

    /// <summary>Moves to the end that most jobs come to.</summary>
    internal List<JobWrite> Completions { get; } = [];

    internal List<JobWrite> Updates { get; } = [];

    internal List<JobDeletion> Deletions { get; } = [];

    internal List<JobLogWrite> Logs { get; } = [];

    internal List<BuildWrite> NewBuilds { get; } = [];

    internal List<BuildWrite> Builds { get; } = [];

    internal List<BuildLogWrite> BuildLogs { get; } = [];

    internal List<WorkerWrite> NewWorkers { get; } = [];

    internal List<WorkerWrite> Workers { get; } = [];

    /// <summary>Rare writes, that go as statements of their own, each with its place in the batch.</summary>
    internal List<(int Place, SqlChange[] Changes)> Others { get; } = [];

    /// <summary>Conflict for every write whose row the database did not name.</summary>
    internal WriteOutcome[] Outcomes => outcomes;

    internal void CommittedJob(string id) => outcomes[places[id]] = WriteOutcome.Committed;

    internal void CommittedLog(string id) => outcomes[places["log/" + id]] = WriteOutcome.Committed;

    internal void CommittedBuild(string id) => outcomes[places["build/" + id]] = WriteOutcome.Committed;

    internal void CommittedWorker(string id) => outcomes[places["worker/" + id]] = WriteOutcome.Committed;

    internal void CommittedOther(int place) => outcomes[place] = WriteOutcome.Committed;

    private List<JobWrite> ListOf(JobWrite job) => job.IsInsert
        ? JobShape.IsPlain(job) ? Plain : JobShape.IsStarted(job) ? Started : JobShape.IsNew(job) ? News : Inserts
        : JobShape.IsMove(job) ? JobShape.IsCompletion(job) ? Completions : Moves : Updates;

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
            case BuildWrite build:
                (build.IsInsert ? NewBuilds : Builds).Add(build);
                return build.Key;
            case BuildLogWrite log:
                BuildLogs.Add(log);
                return log.Key;
            case WorkerWrite worker:
                (worker.IsInsert ? NewWorkers : Workers).Add(worker);
                return worker.Key;
            default:
                Others.Add((place, RowWrites.Of(write)));
                return write.Key;
        }
    }
}
