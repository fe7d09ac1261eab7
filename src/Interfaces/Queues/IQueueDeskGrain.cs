namespace GrainJobs.Queues;

/// <summary>What concerns all queues. Key 0. Any number may run at once.</summary>
[Alias("gj.IQueueDeskGrain")]
public interface IQueueDeskGrain : IGrainWithIntegerKey
{
    /// <summary>Every queue that was used or configured, by name.</summary>
    [Alias("List")]
    Task<QueueView[]> List();

    /// <summary>One queue; null when it was never used.</summary>
    [Alias("Find")]
    Task<QueueView?> Find(QueueName queue);
}
