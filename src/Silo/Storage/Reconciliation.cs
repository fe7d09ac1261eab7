namespace GrainJobs.Storage;

/// <summary>Looks up by write id what became of writes whose commit was not confirmed, the same on both databases.</summary>
internal sealed class Reconciliation(ISqlReader reader)
{
    internal async Task<bool?[]> Reconcile(IReadOnlyList<StoreWrite> batch)
    {
        Dictionary<string, Mark> jobs = await Read("jobs/reconcile_jobs", batch.Where(write => write is not JobLogWrite));
        Dictionary<string, Mark> logs = await Read("jobs/reconcile_logs", batch.Where(write => write is JobLogWrite));
        return [.. batch.Select(write => Judge(write, (write is JobLogWrite ? logs : jobs).GetValueOrDefault(IdOf(write))))];
    }

    /// <summary>A row past the version this write would have made may have had it before: that can't be told.</summary>
    private static bool? Judge(StoreWrite write, Mark? row) => write switch
    {
        _ when row?.WriteId == write.WriteId => true,
        JobWrite job => row is null || row.At <= job.ExpectedVersion + 1 ? false : null,
        JobDeletion => row is null,
        JobLogWrite log => row is null || row.At <= log.Lines[^1].Seq ? false : null,
        _ => throw new ArgumentOutOfRangeException(nameof(write)),
    };

    private async Task<Dictionary<string, Mark>> Read(string statement, IEnumerable<StoreWrite> writes)
    {
        string[] ids = [.. writes.Select(IdOf).Distinct(StringComparer.Ordinal)];
        if (ids.Length == 0)
        {
            return [];
        }

        List<(string Id, Mark Mark)> rows = await reader.Read(
            statement, static row => (row.Text(0), new Mark(row.Long(1), row.Long(2))), ("ids", ids));
        return rows.ToDictionary(row => row.Id, row => row.Mark, StringComparer.Ordinal);
    }

    private static string IdOf(StoreWrite write) => write switch
    {
        JobWrite job => job.Next.Id.Value,
        JobDeletion deletion => deletion.Id.Value,
        JobLogWrite log => log.Id.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(write)),
    };

    private sealed record Mark(long At, long WriteId);
}
