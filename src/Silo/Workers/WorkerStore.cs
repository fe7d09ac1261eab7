using System.Text.Json;
using GrainJobs.Storage;

namespace GrainJobs.Workers;

/// <summary>Reads of worker rows, the same on both databases.</summary>
internal sealed class WorkerStore(ISqlReader reader) : IWorkerStore
{
    private const int Held = 16;

    public async Task<WorkerRecord?> Find(WorkerId id) => (await reader.Read("workers/find_worker", Read, ("id", id.Value))).FirstOrDefault();

    public async Task<IReadOnlyList<WorkerStanding>> List(WorkerFilter filter) => await reader.Read(
        "workers/list_workers",
        static row => new WorkerStanding(Read(row), row.Long(Held), 0, 0),
        ("after_at", filter.After?.RegisteredAt ?? DateTimeOffset.MaxValue),
        ("after_id", filter.After?.Id ?? ""),
        ("limit", filter.Limit));

    public async Task<WorkerStanding?> Standing(WorkerId id) => (await reader.Read(
        "workers/find_standing",
        static row => new WorkerStanding(Read(row), row.Long(Held), row.Long(Held + 1), row.Long(Held + 2)),
        ("id", id.Value))).FirstOrDefault();

    public async Task<long> CountOnline(DateTimeOffset seenSince) =>
        (await reader.Read("workers/count_online", static row => row.Long(0), ("seen_since", seenSince)))[0];

    private static WorkerRecord Read(Row row) => new()
    {
        Id = new(row.Text(0)),
        Version = row.Long(1),
        Name = row.Text(3),
        Capabilities = row.TextOrNull(4),
        Platforms = [.. JsonSerializer.Deserialize(row.Text(5), SpecJson.Default.StringArray) ?? []],
        Capacity = row.Number(6),
        IsRegistered = row.Flag(7),
        Draining = row.Flag(8),
        Offline = row.Flag(9),
        SpeaksTokens = row.Flag(10),
        Generation = row.Number(11),
        OldestGeneration = row.Number(12),
        GenerationAt = row.At(13),
        RegisteredAt = row.At(14),
        SeenAt = row.At(15),
    };
}
