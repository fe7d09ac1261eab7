namespace GrainJobs.Queues;

/// <summary>Settings of queues.</summary>
public sealed class QueueOptions
{
    /// <summary>How many ready entries of one line are kept in memory.</summary>
    public int Window { get; set; } = 10_000;
}
