using System.Text.Json;
using GrainJobs.Storage;

namespace GrainJobs.Workers;

/// <summary>The statement that changes a worker's row.</summary>
internal static class WorkerChanges
{
    internal static SqlChange[] Of(WorkerWrite write) =>
    [
        write.IsInsert
            ? SqlChange.IfCurrent("workers/insert_worker", Values(write))
            : SqlChange.IfCurrent("workers/update_worker", [.. Values(write), ("expected", write.ExpectedVersion)]),
    ];

    private static (string Name, object? Value)[] Values(WorkerWrite write) =>
    [
        ("id", write.Next.Id.Value),
        ("version", write.Next.Version),
        ("write_id", write.WriteId),
        ("name", write.Next.Name),
        ("capabilities", write.Next.Capabilities),
        ("platforms", JsonSerializer.Serialize([.. write.Next.Platforms], SpecJson.Default.StringArray)),
        ("capacity", write.Next.Capacity),
        ("is_registered", write.Next.IsRegistered),
        ("draining", write.Next.Draining),
        ("offline", write.Next.Offline),
        ("speaks_tokens", write.Next.SpeaksTokens),
        ("generation", write.Next.Generation),
        ("oldest_generation", write.Next.OldestGeneration),
        ("generation_at", write.Next.GenerationAt),
        ("registered_at", write.Next.RegisteredAt),
        ("seen_at", write.Next.SeenAt),
    ];
}
