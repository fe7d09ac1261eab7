using Orleans.Concurrency;

namespace GrainJobs.Queues;

/// <summary>Whoever parks lease requests: a gateway, or a silo's own executor. Woken once; parks again with its next request.</summary>
[Alias("gj.IQueueObserver")]
public interface IQueueObserver : IGrainObserver
{
    /// <summary>That many entries wait in the queue: try the parked requests, oldest first.</summary>
    [OneWay]
    [Alias("Ready")]
    Task Ready(QueueName queue, int count);
}
