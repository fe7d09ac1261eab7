using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>Retention on PostgreSQL: one statement a call.</summary>
internal sealed class PostgresRetention(ISqlReader reader) : JobRetention
{
    internal override async Task<Retired> Retire(bool failed, DateTimeOffset finishedBefore, int limit)
    {
        List<string?> gone = await reader.Read(
            failed ? "jobs/retire_failed" : "jobs/retire_done", static row => row.TextOrNull(0), ("before", finishedBefore), ("limit", limit));
        return new Retired(gone.Count, [.. gone.OfType<string>().Distinct(StringComparer.Ordinal)]);
    }
}
