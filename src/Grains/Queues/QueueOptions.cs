namespace GrainJobs.Queues;

/// <summary>Settings of queues.</summary>
public sealed class QueueOptions
{
    /// <summary>How many ready entries of one line are kept in memory.</summary>
    public int Window { get; set; } = 10_000;

    /// <summary>
    /// How long a queue stays where it is after the cluster has changed, before it moves to its home. Not less than a lease: each move gives every lease
    /// one more grace.
    /// </summary>
    public TimeSpan MoveAfter { get; set; } = TimeSpan.FromSeconds(30);
}
