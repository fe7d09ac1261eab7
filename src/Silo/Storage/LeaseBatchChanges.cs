using System.Text.Json;

namespace GrainJobs.Storage;

/// <summary>The statements of leases by the batch.</summary>
internal static class LeaseBatchChanges
{
    internal static SqlChange[] Of(LeaseBatchWrite write) =>
    [
        SqlChange.IfCurrent(
            "jobs/insert_lease_batch",
            ("id", write.WriteId),
            ("queue", write.Queue.Value),
            ("claim", write.Claim),
            ("worker", write.Worker.Value),
            ("granted_at", write.GrantedAt),
            ("secret", write.Secret),
            ("jobs", JsonSerializer.Serialize([.. write.Jobs], SpecJson.Default.BatchedJobArray))),
    ];

    internal static SqlChange[] Of(QueueClaim write) => [SqlChange.IfCurrent("jobs/claim_queue", ("queue", write.Queue.Value), ("claim", write.WriteId))];

    internal static SqlChange[] Of(LeaseBatchEnd write) => [SqlChange.IfCurrent("jobs/end_lease_batch", ("id", write.BatchId))];
}
