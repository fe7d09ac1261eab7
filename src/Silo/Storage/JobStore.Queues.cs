using System.Text.Json;
using GrainJobs.Jobs;
using GrainJobs.Queues;

namespace GrainJobs.Storage;

internal sealed partial class JobStore
{
    // Above every priority, so that a line is read from its start.
    private const long BeyondEveryPriority = 1L + int.MaxValue;

    public Task<IReadOnlyDictionary<JobStatus, long>> Counts(QueueName queue) => counts.Of(queue);

    public Task<IReadOnlyDictionary<JobStatus, long>> CountAll() => counts.OfAll();

    public Task<IReadOnlyList<TypeCount>> CountsByType() => counts.ByType();

    public async Task<IReadOnlyList<QueueName>> Queues() => await reader.Read("jobs/list_queues", ReadQueue);

    public async Task<IReadOnlyList<QueueName>> QueuesWithDue(DateTimeOffset dueBefore) =>
        await reader.Read("jobs/list_due_queues", ReadQueue, ("due_before", dueBefore));

    public async Task<IReadOnlyList<QueueWork>> QueuesWithWork() =>
    [
        .. await reader.Read("jobs/list_held_queues", static row => new QueueWork(ReadQueue(row), null)),
        .. await reader.Read("jobs/list_waiting_lanes", static row => new QueueWork(ReadQueue(row), row.Text(1))),
    ];

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

    public async Task<IReadOnlyList<LeaseBatch>> LeaseBatches(QueueName queue, int limit) => await reader.Read(
        "jobs/list_lease_batches",
        static row => new LeaseBatch(
            row.Long(0), new(row.Text(1)), row.At(2), row.Text(3), [.. JsonSerializer.Deserialize(row.Text(4), SpecJson.Default.BatchedJobArray)!]),
        ("queue", queue.Value),
        ("limit", limit));

    public async Task<PlaceInLine> Position(QueueName queue, QueueEntry entry) => (await reader.Read(
        "jobs/count_before",
        static row => PlaceInLine.Of(row.Long(0), row.Long(1)),
        ("queue", queue.Value),
        ("priority", entry.Priority),
        ("ready_at", entry.ReadyAt),
        ("id", entry.Id),
        ("limit", PlaceInLine.MostCounted),
        ("most_lines", PlaceInLine.MostLines)))[0];

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
