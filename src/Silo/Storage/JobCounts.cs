using GrainJobs.Jobs;
using GrainJobs.Queues;

namespace GrainJobs.Storage;

/// <summary>Reads how many jobs there are: from the counts that the writes keep, or, until these stand, from the rows.</summary>
internal sealed class JobCounts(ISqlReader reader)
{
    private volatile bool stands;

    internal async Task<IReadOnlyDictionary<JobStatus, long>> Of(QueueName queue) => ToDictionary(await reader.Read(
        await Stands() ? "jobs/count_by_status" : "jobs/scan_by_status", ReadCount, ("queue", queue.Value)));

    internal async Task<IReadOnlyDictionary<JobStatus, long>> OfAll() => ToDictionary(await reader.Read(
        await Stands() ? "jobs/count_all_by_status" : "jobs/scan_all_by_status", ReadCount));

    internal async Task<IReadOnlyList<TypeCount>> ByType() => await reader.Read(
        await Stands() ? "jobs/count_by_type" : "jobs/scan_by_type",
        static row => new TypeCount
        {
            JobType = row.Text(0),
            Completed = row.Long(1),
            Skipped = row.Long(2),
            Failed = row.Long(3),
            Cancelled = row.Long(4),
            Retried = row.Long(5),
            Unfinished = row.Long(6),
        });

    /// <summary>Whether surely no job has the queue, type and status of the filter. While the rows are not counted nobody knows.</summary>
    internal async Task<bool> AreNone(JobFilter filter) => await Stands() && (await reader.Read(
        "jobs/find_counted",
        static row => row.Long(0),
        ("queue", filter.Queue),
        ("type", filter.Type),
        ("status", filter.Status is { } status ? JobStatusText.ToText(status) : null))).Count == 0;

    // Once they stand they stand: only a new release may have to count anew, and it starts anew.
    private async Task<bool> Stands() => stands = stands || (await reader.Read("jobs/find_count_standing", static row => row.Flag(0))).Exists(isCounted => isCounted);

    private static (JobStatus Status, long Count) ReadCount(Row row) => (JobStatusText.Parse(row.Text(0)), row.Long(1));

    private static Dictionary<JobStatus, long> ToDictionary(List<(JobStatus Status, long Count)> counts) =>
        counts.ToDictionary(count => count.Status, count => count.Count);
}
