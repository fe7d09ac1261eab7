using GrainJobs.Jobs;
using Npgsql;
using NpgsqlTypes;

namespace GrainJobs.Storage;

/// <summary>A batch as the statements of one round trip, in one implicit transaction.</summary>
internal static class PostgresBatch
{
    internal static NpgsqlBatchCommand InsertPlain(List<JobWrite> writes) => Command("jobs/insert_plain_jobs", [.. Columns(JobColumns.OfPlain, writes)]);

    internal static NpgsqlBatchCommand InsertStarted(List<JobWrite> writes) => Command("jobs/insert_started_jobs", [.. Columns(JobColumns.OfStarted, writes)]);

    internal static NpgsqlBatchCommand InsertNew(List<JobWrite> writes) =>
        Command("jobs/insert_new_jobs", [.. Columns(JobColumns.OfNew, writes), .. Events(writes), .. Dependencies(writes)]);

    internal static NpgsqlBatchCommand Insert(List<JobWrite> writes) =>
        Command("jobs/insert_jobs", [.. Columns(JobColumns.OfInsert, writes), .. Events(writes), .. Inputs(writes), .. Dependencies(writes)]);

    internal static NpgsqlBatchCommand Move(List<JobWrite> writes) =>
        Command("jobs/move_jobs", [.. Columns(JobColumns.OfMove, writes), .. Events(writes), .. Columns(JobColumns.Was, writes)]);

    internal static NpgsqlBatchCommand Complete(List<JobWrite> writes) =>
        Command("jobs/complete_jobs", [.. Columns(JobColumns.OfCompletion, writes), .. Columns(JobColumns.Was, writes)]);

    internal static NpgsqlBatchCommand Update(List<JobWrite> writes) =>
        Command("jobs/update_jobs", [.. Columns(JobColumns.OfUpdate, writes), .. Events(writes), .. Inputs(writes), .. Columns(JobColumns.Was, writes), .. Undos(writes)]);

    internal static NpgsqlBatchCommand Delete(List<JobDeletion> deletions) => Command(
        "jobs/delete_jobs",
        [PostgresArrays.Array(deletions, write => write.Id.Value, NpgsqlDbType.Text), PostgresArrays.Array(deletions, write => write.ExpectedVersion, NpgsqlDbType.Bigint)]);

    internal static NpgsqlBatchCommand NoteQueues(string[] queues) => Command("jobs/insert_queues", [PostgresArrays.Array(queues, queue => queue, NpgsqlDbType.Text)]);

    internal static NpgsqlBatchCommand Append(List<JobLogWrite> writes)
    {
        List<(JobId Job, JobLogLine Line)> lines = [.. writes.SelectMany(write => write.Lines, (write, line) => (write.Id, line))];
        return Command(
            "jobs/append_logs",
            [
                PostgresArrays.Array(writes, write => write.Id.Value, NpgsqlDbType.Text),
                PostgresArrays.Array(writes, write => write.Lines[0].Seq, NpgsqlDbType.Bigint),
                PostgresArrays.Array(writes, write => write.Lines[^1].Seq, NpgsqlDbType.Bigint),
                PostgresArrays.Array(writes, write => write.Bytes, NpgsqlDbType.Bigint),
                PostgresArrays.Array(writes, write => write.WriteId, NpgsqlDbType.Bigint),
                PostgresArrays.Array(writes, write => write.BatchKey, NpgsqlDbType.Text),
                PostgresArrays.Array(lines, line => line.Job.Value, NpgsqlDbType.Text),
                PostgresArrays.Array(lines, line => line.Line.Seq, NpgsqlDbType.Bigint),
                PostgresArrays.Array(lines, line => line.Line.At.UtcDateTime, NpgsqlDbType.TimestampTz),
                PostgresArrays.Array(lines, line => line.Line.Level, NpgsqlDbType.Text),
                PostgresArrays.Array(lines, line => line.Line.Message, NpgsqlDbType.Text),
            ]);
    }

    private static IEnumerable<NpgsqlParameter> Columns(JobColumn[] columns, List<JobWrite> writes) => columns.Select(column => column.Array(writes));

    private static NpgsqlParameter[] Events(List<JobWrite> writes)
    {
        List<(JobId Job, JobEvent Event)> events = [.. writes.SelectMany(write => write.Events, (write, happened) => (write.Next.Id, happened))
            .Where(item => !EarlyEvents.IsEarly(item.happened))];
        return
        [
            PostgresArrays.Array(events, item => item.Job.Value, NpgsqlDbType.Text),
            PostgresArrays.Array(events, item => item.Event.Seq, NpgsqlDbType.Integer),
            PostgresArrays.Array(events, item => item.Event.Type, NpgsqlDbType.Text),
            PostgresArrays.Array(events, item => item.Event.At.UtcDateTime, NpgsqlDbType.TimestampTz),
            PostgresArrays.Array(events, item => item.Event.Data, NpgsqlDbType.Text),
        ];
    }

    private static NpgsqlParameter[] Inputs(List<JobWrite> writes)
    {
        List<JobWrite> saved = writes.FindAll(write => write.Input is not null);
        return [PostgresArrays.Array(saved, write => write.Next.Id.Value, NpgsqlDbType.Text), PostgresArrays.Array(saved, write => write.Input, NpgsqlDbType.Bytea)];
    }

    private static NpgsqlParameter[] Undos(List<JobWrite> writes)
    {
        List<JobWrite> noted = writes.FindAll(write => write.Undo is not null);
        return
        [
            PostgresArrays.Array(noted, write => write.Next.Id.Value, NpgsqlDbType.Text),
            PostgresArrays.Array(noted, write => write.ExpectedVersion, NpgsqlDbType.Bigint),
            PostgresArrays.Array(noted, write => write.Undo, NpgsqlDbType.Text),
        ];
    }

    private static NpgsqlParameter[] Dependencies(List<JobWrite> writes)
    {
        List<(JobId Job, JobId On)> dependencies =
            [.. writes.SelectMany(write => write.Next.Spec.DependsOn.Distinct(), (write, other) => (write.Next.Id, other))];
        return
        [
            PostgresArrays.Array(dependencies, pair => pair.Job.Value, NpgsqlDbType.Text),
            PostgresArrays.Array(dependencies, pair => pair.On.Value, NpgsqlDbType.Text),
        ];
    }

    internal static NpgsqlBatchCommand Command(string statement, NpgsqlParameter[] parameters)
    {
        NpgsqlBatchCommand command = new(Statement.Named(statement, PostgresReader.Dialect));
        foreach (NpgsqlParameter parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
