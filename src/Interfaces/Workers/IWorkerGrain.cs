using GrainJobs.Builds;
using GrainJobs.Leases;
using GrainJobs.Queues;
using Orleans.Concurrency;

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

    /// <summary>Registers it, or registers it again: alive, with what it says now; it keeps its name.</summary>
    [Alias("Register")]
    Task<Result<WorkerWelcome>> Register(WorkerRegistration registration);

    /// <summary>
    /// Leases one build of its platforms; revives it. Refused: <c>worker_not_found</c>, <c>forbidden</c> (an old token), <c>worker_busy</c>.
    /// </summary>
    /// <param name="generation">Of the worker token that was shown; absent: a key spoke for it.</param>
    /// <param name="park">Whom to wake when there is none now; absent: nobody waits.</param>
    [Alias("Poll")]
    Task<Result<PollAnswer>> Poll(int? generation, IQueueObserver? park);

    /// <summary>A call about a build it holds: a sign of life, and for a heartbeat the order. Refused unless it holds the build.</summary>
    [Alias("Touch")]
    Task<Result<LeaseOrder>> Touch(BuildCall call);

    /// <summary>Whether a token of that generation still counts.</summary>
    [Alias("Admits")]
    Task<bool> Admits(int generation);

    /// <summary>A grant that never reached the worker: back in line, unharmed.</summary>
    [Alias("Return")]
    Task Return(LeaseToken[] tokens);

    /// <summary>A lease ended because the worker was silent: offline until it polls or registers.</summary>
    [OneWay]
    [Alias("WentSilent")]
    Task WentSilent(LeaseToken token);

    /// <summary>It leaves: its tokens end, what it holds goes back to the queues. Answers how many builds went back.</summary>
    [Alias("Unregister")]
    Task<Result<int>> Unregister(int? generation);

    /// <summary>It takes no new work, or takes work again.</summary>
    [Alias("Drain")]
    Task<Result<WorkerView>> Drain(bool draining);
}
