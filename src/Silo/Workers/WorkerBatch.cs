using System.Text.Json;
using GrainJobs.Storage;
using Npgsql;

namespace GrainJobs.Workers;

/// <summary>Writes of many workers as one statement of each kind, on PostgreSQL: the parameters in the order of sql/queries/workers.</summary>
internal static class WorkerBatch
{
    internal static NpgsqlBatchCommand Insert(List<WorkerWrite> writes) => PostgresBatch.Command("workers/insert_workers", Values(writes));

    internal static NpgsqlBatchCommand Update(List<WorkerWrite> writes) =>
        PostgresBatch.Command("workers/update_workers", [.. Values(writes), writes.Longs(write => write.ExpectedVersion)]);

    private static NpgsqlParameter[] Values(List<WorkerWrite> writes) =>
    [
        writes.Texts(write => write.Next.Id.Value),
        writes.Longs(write => write.Next.Version),
        writes.Longs(write => write.WriteId),
        writes.Texts(write => write.Next.Name),
        writes.Texts(write => write.Next.Capabilities),
        writes.Texts(write => JsonSerializer.Serialize([.. write.Next.Platforms], SpecJson.Default.StringArray)),
        writes.Numbers(write => write.Next.Capacity),
        writes.Flags(write => write.Next.IsRegistered),
        writes.Flags(write => write.Next.Draining),
        writes.Flags(write => write.Next.Offline),
        writes.Flags(write => write.Next.SpeaksTokens),
        writes.Numbers(write => write.Next.Generation),
        writes.Numbers(write => write.Next.OldestGeneration),
        writes.Instants(write => write.Next.GenerationAt),
        writes.Instants(write => write.Next.RegisteredAt),
        writes.Instants(write => write.Next.SeenAt),
    ];
}
