namespace GrainJobs.Queues;

/// <summary>How often the queues of this silo look in the rows for news that was lost: the more there are, the rarer, so that looking costs the database the same.</summary>
internal sealed class LookPace
{
    private const int FewQueues = 200;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);
    private int queues;

    /// <summary>The time between two looks of one queue.</summary>
    public TimeSpan Every => Shortest * Math.Max(1, (double)Volatile.Read(ref queues) / FewQueues);

    public void Join() => Interlocked.Increment(ref queues);

    public void Leave() => Interlocked.Decrement(ref queues);
}
