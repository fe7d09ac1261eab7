using GrainJobs.Queues;

namespace GrainJobs.Silos;

/// <summary>The desk keys that reach one silo, and how much of what was sent there is not answered yet.</summary>
internal sealed class SiloDesks(string silo, long[] keys)
{
    private int turn;
    private int open;

    /// <summary>Jobs under way.</summary>
    internal int Open => Volatile.Read(ref open);

    internal string Silo => silo;

    /// <summary>See <see cref="QueueHome.SeedOf"/>.</summary>
    internal ulong Seed { get; } = QueueHome.SeedOf(silo);

    internal long NextKey() => keys[(uint)Interlocked.Increment(ref turn) % (uint)keys.Length];

    internal void Begin(int jobs) => Interlocked.Add(ref open, jobs);

    internal void End(int jobs) => Interlocked.Add(ref open, -jobs);
}
