using GrainJobs.Leases;
using GrainJobs.Queues;

namespace GrainJobs.Workers;

/// <summary>A lease in its worker's memory: a copy of the row's.</summary>
internal readonly record struct HeldByWorker(QueueName Queue, LeaseToken Token, DateTimeOffset GrantedAt)
{
    /// <summary>A build whose row says already that its worker works on it.</summary>
    public bool IsBegun { get; init; }

    /// <summary>A build under the heartbeat limit only.</summary>
    public bool IsClassic { get; init; }

    /// <summary>When the queue was last told that the worker lives.</summary>
    public DateTimeOffset RenewedAt { get; init; }
}
