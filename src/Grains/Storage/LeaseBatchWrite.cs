using System.Collections.Immutable;
using GrainJobs.Jobs;
using GrainJobs.Queues;
using GrainJobs.Workers;

namespace GrainJobs.Storage;

/// <summary>
/// Leases many queued jobs to a silo's own worker by one row; their own rows show it when they end, or when it takes longer. A conflict when the
/// queue was claimed anew, or any of the jobs is not queued at its version any more.
/// </summary>
internal sealed record LeaseBatchWrite(QueueName Queue, long Claim, WorkerId Worker, string Secret, DateTimeOffset GrantedAt, ImmutableArray<BatchedJob> Jobs) : StoreWrite
{
    private const int JobSize = 60;

    public override string Key => $"batch/{Queue}/{WriteId}";

    public override int Size => Jobs.Length * JobSize;

    public override bool IsStorable => true;
}
