using GrainJobs.Queues;

namespace GrainJobs.Builds;

internal sealed partial class BuildStore
{
    // Above every priority, so that a line is read from its start.
    private const long BeyondEveryPriority = 1L + int.MaxValue;

    public async Task<bool> HasWork() => (await reader.Read("builds/find_work", ReadNumber)).Count > 0;

    public async Task<IReadOnlyList<QueueLine>> Lines(QueueLine? after, int limit) =>
        await reader.Read("builds/list_lines", static row => new QueueLine(row.Text(0), ""), ("platform", after?.Lane ?? ""), ("limit", limit));

    public async Task<IReadOnlyList<QueueEntry>> Ready(string platform, QueueEntry? after, int limit) => await reader.Read(
        "builds/list_ready",
        BuildRow.Entry,
        ("platform", platform),
        ("priority", after?.Priority ?? BeyondEveryPriority),
        ("ready_at", after?.ReadyAt ?? DateTimeOffset.UnixEpoch),
        ("id", after?.Id ?? ""),
        ("limit", limit));

    public async Task<IReadOnlyList<QueueEntry>> LongestWaiting(DateTimeOffset readyBefore, int limit) =>
        await reader.Read("builds/list_longest_waiting", BuildRow.Entry, ("ready_before", readyBefore), ("limit", limit));

    public async Task<IReadOnlyList<Build>> Held(int limit) => await reader.Read("builds/list_held", BuildRow.Read, ("limit", limit));

    public async Task<IReadOnlyList<Build>> HeldBy(string worker, int limit) =>
        await reader.Read("builds/list_held_by", BuildRow.Read, ("worker", worker), ("limit", limit));

    public async Task<PlaceInLine> Position(QueueEntry entry) => (await reader.Read(
        "builds/count_before",
        static row => PlaceInLine.Of(row.Long(0), row.Long(1)),
        ("priority", entry.Priority),
        ("ready_at", entry.ReadyAt),
        ("id", entry.Id),
        ("limit", PlaceInLine.MostCounted),
        ("most_lines", PlaceInLine.MostLines)))[0];
}
