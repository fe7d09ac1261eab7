using GrainJobs.Leases;
using GrainJobs.Queues;

namespace GrainJobs.Workers;

/// <summary>One worker: its capacity, what it holds, and when it was last heard of. Key: the worker's id.</summary>
[Alias("gj.IWorkerGrain")]
public interface IWorkerGrain : IGrainWithStringKey
{
    /// <summary>Leases from a queue within what is left of the capacity; refused with <c>worker_busy</c> when nothing is left, and then not parked. An unknown worker is registered with the capacity it asks for.</summary>
    [Alias("Lease")]
    Task<Result<LeaseGrant[]>> Lease(QueueName queue, LeaseRequest request);

    /// <summary>A sign of life for everything it holds.</summary>
    [Alias("Heartbeat")]
    Task<HeartbeatAnswer> Heartbeat(LeaseBeat[] beats);

    /// <summary>Leases of this worker that ended.</summary>
    [Alias("Settled")]
    Task Settled(LeaseToken[] tokens);
}
