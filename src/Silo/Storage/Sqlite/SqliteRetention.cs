using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>Retention on SQLite, on the writer's thread.</summary>
internal sealed class SqliteRetention(SqliteWriter writer) : JobRetention
{
    internal override Task<Retired> Retire(bool failed, DateTimeOffset finishedBefore, int limit) =>
        writer.Transact(session => Remove(session, failed, Instant.ToMicroseconds(finishedBefore), limit));

    private static Retired Remove(SqliteSession session, bool failed, long before, int limit)
    {
        List<(string Id, string? File)> gone = session.Rows(failed ? "jobs/list_retire_failed" : "jobs/list_retire_done", before, limit);
        SqliteStatement delete = session.Prepared("jobs/delete_finished");
        foreach ((string id, _) in gone)
        {
            delete.Bind(1, id);
            delete.Execute();
        }

        HashSet<string> files = [.. gone.Select(job => job.File).OfType<string>()];
        return new Retired(gone.Count, [.. files.Where(file => !session.Exists("jobs/find_file_use", file))]);
    }
}
