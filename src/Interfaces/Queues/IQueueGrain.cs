using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Workers;
using Orleans.Concurrency;

namespace GrainJobs.Queues;

/// <summary>The queue manager: order, who may take what now, limits, pause, who waits for work. Key: the queue's name.</summary>
[Alias("gj.IQueueGrain")]
public interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>Grants up to the asked number in order; with none to grant, parks the asker.</summary>
    [Alias("Lease")]
    Task<LeaseGrant[]> Lease(LeaseRequest request);

    /// <summary>The answer to a request for work reached nobody: what it was granted, or will yet be, goes back in line unharmed.</summary>
    [Alias("Disown")]
    Task Disown(WorkerId worker, long ask);

    /// <summary>Renews the leases a worker holds; answers one order per beat.</summary>
    [Alias("Renew")]
    Task<LeaseOrder[]> Renew(WorkerId worker, LeaseToken[] tokens);

    /// <summary>Signs of life of a worker that sends neither tokens nor heartbeats: its leases last by the heartbeat limit.</summary>
    [Alias("Extend")]
    Task Extend(WorkerId worker, LeaseToken[] tokens);

    /// <summary>News of committed changes.</summary>
    [Alias("Tell")]
    Task Tell(QueueNews news);

    /// <summary>Makes sure the queue runs.</summary>
    [OneWay]
    [Alias("Wake")]
    Task Wake();

    [Alias("View")]
    Task<QueueView> View();

    /// <summary>Stops granting until resumed.</summary>
    [Alias("Pause")]
    Task<QueueView> Pause(string by);

    [Alias("Resume")]
    Task<QueueView> Resume();

    /// <summary>Stops granting; what runs ends, and lease orders tell workers to take no more.</summary>
    [Alias("Drain")]
    Task<QueueView> Drain(string by);

    /// <summary>Passes over the jobs of a concurrency key until it is resumed; refused when too many keys are paused.</summary>
    [Alias("PauseKey")]
    Task<Result<QueueView>> PauseKey(string key, string by);

    [Alias("ResumeKey")]
    Task<QueueView> ResumeKey(string key);

    /// <summary>Replaces the limits.</summary>
    [Alias("Limit")]
    Task<QueueView> Limit(QueueLimits limits);

    /// <summary>Why a waiting job of this queue has not been granted.</summary>
    [Alias("Explain")]
    Task<WaitReason> Explain(QueueEntry entry);
}
