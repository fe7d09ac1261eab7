namespace GrainJobs.Queues;

/// <summary>What concerns all queues. Key 0. Any number may run at once.</summary>
[Alias("gj.IQueueDeskGrain")]
public interface IQueueDeskGrain : IGrainWithIntegerKey
{
    /// <summary>Every queue that was used or configured, by name.</summary>
    [Alias("List")]
    Task<QueueView[]> List();

    /// <summary>As <see cref="List"/>, those whose names come after that one.</summary>
    [Alias("Page")]
    Task<QueueView[]> Page(string after, int limit);

    /// <summary>One queue; null when it was never used.</summary>
    [Alias("Find")]
    Task<QueueView?> Find(QueueName queue);

    /// <summary>How much waits and runs in all queues together; costs the same however many there are.</summary>
    [Alias("Load")]
    Task<QueueLoad> Load();
}
