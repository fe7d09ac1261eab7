using System.Collections.Concurrent;
using GrainJobs.Builds;
using GrainJobs.Workers;
using Npgsql;

namespace GrainJobs.Storage;

/// <summary>Commits batches on PostgreSQL: one round trip, one transaction.</summary>
internal sealed class PostgresCommitStore(PostgresConnections connections, Reconciliation reconciliation, FailPoints failPoints) : ICommitStore
{
    private const int Tries = 5;

    private readonly ConcurrentDictionary<string, bool> notedQueues = new(StringComparer.Ordinal);

    public async Task<WriteOutcome[]> Commit(IReadOnlyList<StoreWrite> batch, CancellationToken cancellationToken)
    {
        try
        {
            return await CommitInTries(batch, cancellationToken);
        }
        catch (Exception failure) when (PostgresFailures.IsFailure(failure))
        {
            throw PostgresFailures.Translate(failure);
        }
    }

    public Task<bool?[]> Reconcile(IReadOnlyList<StoreWrite> batch, CancellationToken cancellationToken) => reconciliation.Reconcile(batch);

    private async Task<WriteOutcome[]> CommitInTries(IReadOnlyList<StoreWrite> batch, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await CommitOnce(new SortedBatch(batch), cancellationToken);
            }
            catch (PostgresException victim) when (attempt < Tries && PostgresFailures.IsTransient(victim))
            {
                // Rolled back as a whole: the same again.
            }
        }
    }

    private async Task<WriteOutcome[]> CommitOnce(SortedBatch sorted, CancellationToken cancellationToken)
    {
        string[] newQueues = QueuesToNote(sorted);
        failPoints.Reach(FailPoint.BeforeCommit);
        await using NpgsqlConnection connection = await connections.Open(cancellationToken);
        await using NpgsqlBatch batch = new(connection);
        List<Action<string>> adopt = Fill(batch, sorted, newQueues);
        List<(int Place, NpgsqlBatchCommand Guard)> guards = AddOthers(batch, sorted);
        StatementMeter.Wrote(batch.BatchCommands.Count);
        await using (NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            foreach (Action<string> named in adopt)
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    named(reader.GetString(0));
                }

                await reader.NextResultAsync(cancellationToken);
            }

            while (await reader.NextResultAsync(cancellationToken))
            {
                // Statements without rows: only how many they changed counts.
            }
        }

        guards.FindAll(other => other.Guard.RecordsAffected > 0).ForEach(other => sorted.CommittedOther(other.Place));

        failPoints.Reach(FailPoint.AfterCommitBeforeAcknowledge);
        System.Array.ForEach(newQueues, queue => notedQueues.TryAdd(queue, true));
        return sorted.Outcomes;
    }

    private static List<(int Place, NpgsqlBatchCommand Guard)> AddOthers(NpgsqlBatch batch, SortedBatch sorted)
    {
        List<(int Place, NpgsqlBatchCommand Guard)> guards = [];
        foreach ((int place, SqlChange[] changes) in sorted.Others)
        {
            NpgsqlBatchCommand[] commands = System.Array.ConvertAll(changes, PostgresWriter.Command);
            System.Array.ForEach(commands, batch.BatchCommands.Add);
            guards.Add((place, commands[0]));
        }

        return guards;
    }

    private string[] QueuesToNote(SortedBatch sorted) =>
    [
        .. sorted.Plain.Concat(sorted.Started).Concat(sorted.News).Concat(sorted.Inserts)
            .Select(write => write.Next.Spec.Queue.Value)
            .Where(queue => !notedQueues.ContainsKey(queue))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    // Always in this order, so that two writers never wait for each other crosswise.
    private static List<Action<string>> Fill(NpgsqlBatch batch, SortedBatch sorted, string[] newQueues)
    {
        List<Action<string>> adopt = [];
        Add(newQueues.Length, () => PostgresBatch.NoteQueues(newQueues), null);
        Add(sorted.Plain.Count, () => PostgresBatch.InsertPlain(sorted.Plain), sorted.CommittedJob);
        Add(sorted.Started.Count, () => PostgresBatch.InsertStarted(sorted.Started), sorted.CommittedJob);
        Add(sorted.News.Count, () => PostgresBatch.InsertNew(sorted.News), sorted.CommittedJob);
        Add(sorted.Inserts.Count, () => PostgresBatch.Insert(sorted.Inserts), sorted.CommittedJob);
        Add(sorted.Completions.Count, () => PostgresBatch.Complete(sorted.Completions), sorted.CommittedJob);
        Add(sorted.Moves.Count, () => PostgresBatch.Move(sorted.Moves), sorted.CommittedJob);
        Add(sorted.Updates.Count, () => PostgresBatch.Update(sorted.Updates), sorted.CommittedJob);
        Add(sorted.Logs.Count, () => PostgresBatch.Append(sorted.Logs), sorted.CommittedLog);
        Add(sorted.Deletions.Count, () => PostgresBatch.Delete(sorted.Deletions), sorted.CommittedJob);
        Add(sorted.NewWorkers.Count, () => WorkerBatch.Insert(sorted.NewWorkers), sorted.CommittedWorker);
        Add(sorted.Workers.Count, () => WorkerBatch.Update(sorted.Workers), sorted.CommittedWorker);
        Add(sorted.NewBuilds.Count, () => BuildBatch.Insert(sorted.NewBuilds), sorted.CommittedBuild);
        Add(sorted.Builds.Count, () => BuildBatch.Update(sorted.Builds), sorted.CommittedBuild);
        Add(sorted.BuildLogs.Count, () => BuildBatch.Append(sorted.BuildLogs), sorted.CommittedBuild);
        return adopt;

        void Add(int count, Func<NpgsqlBatchCommand> command, Action<string>? named)
        {
            if (count == 0)
            {
                return;
            }

            batch.BatchCommands.Add(command());
            if (named is not null)
            {
                adopt.Add(named);
            }
        }
    }
}
