using System.Globalization;

namespace GrainJobs.Storage;

/// <summary>Looks up by write id what became of writes whose commit was not confirmed, the same on both databases.</summary>
internal sealed class Reconciliation(ISqlReader reader)
{
    internal async Task<bool?[]> Reconcile(IReadOnlyList<StoreWrite> batch)
    {
        Dictionary<(string, string), Mark> marks = [];
        foreach (IGrouping<string, StoreWrite> kind in batch.GroupBy(StatementOf))
        {
            foreach ((string id, Mark mark) in await Read(kind.Key, kind))
            {
                marks.Add((kind.Key, id), mark);
            }
        }

        return [.. batch.Select(write => Judge(write, marks.GetValueOrDefault((StatementOf(write), IdOf(write)))))];
    }

    /// <summary>A row past the version this write would have made may have had it before: that can't be told.</summary>
    private static bool? Judge(StoreWrite write, Mark? row) => write switch
    {
        _ when row?.WriteId == write.WriteId => true,
        JobWrite job => row is null || row.At <= job.ExpectedVersion + 1 ? false : null,
        JobDeletion => row is null,
        JobLogWrite log => row is null || row.At <= log.Lines[^1].Seq ? false : null,
        BuildWrite build => row is null || row.At <= build.ExpectedVersion + 1 ? false : null,
        BuildLogWrite => row is null ? false : null,
        WorkerWrite worker => row is null || row.At <= worker.ExpectedVersion + 1 ? false : null,
        LeaseBatchWrite or QueueClaim => false,
        LeaseBatchEnd => row is null,
        _ => throw new ArgumentOutOfRangeException(nameof(write)),
    };

    private async Task<List<(string Id, Mark Mark)>> Read(string statement, IEnumerable<StoreWrite> writes) => await reader.Read(
        statement,
        static row => (row.Text(0), new Mark(row.Long(1), row.Long(2))),
        ("ids", writes.Select(IdOf).Distinct(StringComparer.Ordinal).ToArray()));

    private static string StatementOf(StoreWrite write) => write switch
    {
        JobLogWrite => "jobs/reconcile_logs",
        BuildWrite => "builds/reconcile_builds",
        BuildLogWrite => "builds/reconcile_logs",
        WorkerWrite => "workers/reconcile_workers",
        LeaseBatchWrite or LeaseBatchEnd => "jobs/reconcile_lease_batches",
        QueueClaim => "jobs/reconcile_claims",
        _ => "jobs/reconcile_jobs",
    };

    private static string IdOf(StoreWrite write) => write switch
    {
        JobWrite job => job.Next.Id.Value,
        JobDeletion deletion => deletion.Id.Value,
        JobLogWrite log => log.Id.Value,
        BuildWrite build => build.Next.Id.Value,
        BuildLogWrite log => log.Id.Value,
        WorkerWrite worker => worker.Next.Id.Value,
        LeaseBatchWrite batch => batch.WriteId.ToString(CultureInfo.InvariantCulture),
        LeaseBatchEnd end => end.BatchId.ToString(CultureInfo.InvariantCulture),
        QueueClaim claim => claim.Queue.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(write)),
    };

    private sealed record Mark(long At, long WriteId);
}
