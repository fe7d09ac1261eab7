using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>Commits batches on SQLite: one transaction on the writer's thread.</summary>
internal sealed class SqliteCommitStore(SqliteWriter writer, Reconciliation reconciliation, FailPoints failPoints) : ICommitStore
{
    public async Task<WriteOutcome[]> Commit(IReadOnlyList<StoreWrite> batch, CancellationToken cancellationToken)
    {
        try
        {
            WriteOutcome[] outcomes = await writer.Transact(
                session => WriteAll(session, batch), () => failPoints.Reach(FailPoint.BeforeCommit));
            failPoints.Reach(FailPoint.AfterCommitBeforeAcknowledge);
            return outcomes;
        }
        catch (IOException failure)
        {
            throw new StorageUnavailableException("The database file did not confirm.", failure);
        }
    }

    public Task<bool?[]> Reconcile(IReadOnlyList<StoreWrite> batch, CancellationToken cancellationToken) => reconciliation.Reconcile(batch);

    private static WriteOutcome[] WriteAll(SqliteSession session, IReadOnlyList<StoreWrite> batch)
    {
        WriteOutcome[] outcomes = new WriteOutcome[batch.Count];
        CountChanges counts = new();
        for (int place = 0; place < outcomes.Length; place++)
        {
            counts.Before(session, batch[place]);
            outcomes[place] = Write(session, batch[place]) ? WriteOutcome.Committed : WriteOutcome.Conflict;
            if (outcomes[place] == WriteOutcome.Committed && batch[place] is JobWrite job)
            {
                counts.Note(job);
            }
        }

        counts.Write(session);
        return outcomes;
    }

    private static bool Write(SqliteSession session, StoreWrite write) => write switch
    {
        JobWrite { IsInsert: true } job => Insert(session, job),
        JobWrite job => Update(session, job),
        JobLogWrite log => Append(session, log),
        JobDeletion deletion => Delete(session, deletion),
        _ => Change(session, RowWrites.Of(write)),
    };

    private static bool Change(SqliteSession session, SqlChange[] changes) =>
        SqliteChanges.Execute(session, changes[0]) > 0 && changes[1..].All(change => SqliteChanges.Execute(session, change) >= 0);

    private static bool Insert(SqliteSession session, JobWrite job)
    {
        SqliteStatement insert = session.Prepared("jobs/insert_job");
        Bind(insert, 1, JobColumns.OfInsert, job);
        if (insert.Execute() == 0)
        {
            return false;
        }

        SqliteStatement note = session.Prepared("jobs/insert_queue");
        note.Bind(1, job.Next.Spec.Queue.Value);
        note.Execute();
        SqliteStatement depend = session.Prepared("jobs/insert_dependency");
        foreach (JobId other in job.Next.Spec.DependsOn.Distinct())
        {
            depend.Bind(1, job.Next.Id.Value);
            depend.Bind(2, other.Value);
            depend.Execute();
        }

        WriteBeside(session, job);
        return true;
    }

    private static bool Update(SqliteSession session, JobWrite job)
    {
        SqliteStatement update = session.Prepared("jobs/update_job");
        Bind(update, 1, JobColumns.Changed, job);
        Bind(update, JobColumns.Changed.Length + 1, JobColumns.Guard, job);
        if (update.Execute() == 0)
        {
            return false;
        }

        WriteBeside(session, job);
        if (job.Undo is { } undo)
        {
            SqliteStatement keep = session.Prepared("jobs/insert_version");
            keep.Bind(1, job.Next.Id.Value);
            keep.Bind(2, job.ExpectedVersion);
            keep.Bind(3, undo);
            keep.Execute();
        }

        return true;
    }

    private static void WriteBeside(SqliteSession session, JobWrite job)
    {
        SqliteStatement insert = session.Prepared("jobs/insert_event");
        foreach (JobEvent happened in job.Events.Where(happened => !EarlyEvents.IsEarly(happened)))
        {
            insert.Bind(1, job.Next.Id.Value);
            insert.Bind(2, happened.Seq);
            insert.Bind(3, happened.Type);
            insert.Bind(4, Instant.ToMicroseconds(happened.At));
            insert.Bind(5, happened.Data);
            insert.Execute();
        }

        if (job.Input is { } content)
        {
            SqliteStatement save = session.Prepared("jobs/save_input");
            save.Bind(1, job.Next.Id.Value);
            save.Bind(2, content);
            save.Execute();
        }
    }

    private static bool Append(SqliteSession session, JobLogWrite log)
    {
        SqliteStatement append = session.Prepared("jobs/append_log");
        append.Bind(1, log.Id.Value);
        append.Bind(2, log.Lines[0].Seq);
        append.Bind(3, log.Lines[^1].Seq);
        append.Bind(4, log.Bytes);
        append.Bind(5, log.WriteId);
        append.Bind(6, log.BatchKey);
        if (append.Execute() == 0)
        {
            return false;
        }

        AppendLines(session, log);
        return true;
    }

    private static void AppendLines(SqliteSession session, JobLogWrite log)
    {
        SqliteStatement insert = session.Prepared("jobs/insert_log_line");
        foreach (JobLogLine line in log.Lines)
        {
            insert.Bind(1, log.Id.Value);
            insert.Bind(2, line.Seq);
            insert.Bind(3, Instant.ToMicroseconds(line.At));
            insert.Bind(4, line.Level);
            insert.Bind(5, line.Message);
            insert.Execute();
        }

        if (log.BatchKey is not null)
        {
            SqliteStatement remember = session.Prepared("jobs/insert_log_batch");
            remember.Bind(1, log.Id.Value);
            remember.Bind(2, log.BatchKey);
            remember.Bind(3, log.Lines[^1].Seq);
            remember.Execute();
        }
    }

    private static bool Delete(SqliteSession session, JobDeletion deletion)
    {
        SqliteStatement delete = session.Prepared("jobs/delete_job");
        delete.Bind(1, deletion.Id.Value);
        delete.Bind(2, deletion.ExpectedVersion);
        return delete.Execute() > 0;
    }

    private static void Bind(SqliteStatement statement, int first, JobColumn[] columns, JobWrite job)
    {
        for (int place = 0; place < columns.Length; place++)
        {
            columns[place].Bind(statement, first + place, job);
        }
    }
}
