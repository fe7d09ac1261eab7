using GrainJobs.Jobs;
using GrainJobs.Queues;

namespace GrainJobs.Storage;

internal sealed partial class JobStore
{
    // Beyond it a position is only "at least".
    private const int LongestCount = 100_000;

    // Above every priority, so that a line is read from its start.
    private const long BeyondEveryPriority = 1L + int.MaxValue;

    public async Task<IReadOnlyDictionary<JobStatus, long>> Counts(QueueName queue)
    {
        List<(JobStatus Status, long Count)> counts = await reader.Read(
            "jobs/count_by_status", static row => (JobStatusText.Parse(row.Text(0)), row.Long(1)), ("queue", queue.Value));
        return counts.ToDictionary(count => count.Status, count => count.Count);
    }

    public async Task<IReadOnlyList<TypeCount>> CountsByType() => await reader.Read("jobs/count_by_type", static row => new TypeCount
    {
        JobType = row.Text(0),
        Completed = row.Long(1),
        Skipped = row.Long(2),
        Failed = row.Long(3),
        Cancelled = row.Long(4),
        Retried = row.Long(5),
        Unfinished = row.Long(6),
    });

    public async Task<IReadOnlyList<QueueName>> Queues() => await reader.Read("jobs/list_queues", ReadQueue);

    public async Task<IReadOnlyList<QueueName>> QueuesWithWork(DateTimeOffset dueBefore) =>
        await reader.Read("jobs/list_queues_with_work", ReadQueue, ("due_before", dueBefore));

    public async Task<IReadOnlyList<QueueLine>> Lines(QueueName queue, QueueLine? after, int limit) => await reader.Read(
        "jobs/list_lines",
        static row => new QueueLine(row.Text(0), row.Text(1)),
        ("queue", queue.Value),
        ("lane", after?.Lane ?? ""),
        ("key", after?.Key ?? ""),
        ("limit", limit));

    public async Task<IReadOnlyList<QueueEntry>> Ready(QueueName queue, QueueLine line, QueueEntry? after, int limit) => await reader.Read(
        "jobs/list_ready",
        ReadEntry,
        ("queue", queue.Value),
        ("lane", line.Lane),
        ("key", line.Key),
        ("priority", after?.Priority ?? BeyondEveryPriority),
        ("ready_at", after?.ReadyAt ?? DateTimeOffset.UnixEpoch),
        ("id", after?.Id ?? ""),
        ("limit", limit));

    public async Task<IReadOnlyList<QueueEntry>> LongestWaiting(QueueName queue, DateTimeOffset readyBefore, int limit) =>
        await reader.Read("jobs/list_longest_waiting", ReadEntry, ("queue", queue.Value), ("ready_before", readyBefore), ("limit", limit));

    public async Task<IReadOnlyList<QueueEntry>> Scheduled(QueueName queue, DateTimeOffset dueBefore, int limit) =>
        await reader.Read("jobs/list_scheduled", ReadEntry, ("queue", queue.Value), ("due_before", dueBefore), ("limit", limit));

    public async Task<IReadOnlyList<Job>> Held(QueueName queue, int limit) =>
        await reader.Read("jobs/list_held", JobRow.Read, ("queue", queue.Value), ("limit", limit));

    public async Task<IReadOnlyList<Job>> HeldBy(string worker, int limit) =>
        await reader.Read("jobs/list_held_by", JobRow.Read, ("worker", worker), ("limit", limit));

    public async Task<long> Position(QueueName queue, QueueEntry entry) => (await reader.Read(
        "jobs/count_before",
        static row => row.Long(0),
        ("queue", queue.Value),
        ("priority", entry.Priority),
        ("ready_at", entry.ReadyAt),
        ("id", entry.Id),
        ("limit", LongestCount)))[0];

    private static QueueName ReadQueue(Row row) => new(row.Text(0));

    private static QueueEntry ReadEntry(Row row) => new()
    {
        Id = row.Text(0),
        Lane = row.Text(1),
        Key = row.Text(2),
        Priority = row.Number(3),
        ReadyAt = row.At(4),
        Version = row.Long(5),
    };
}
