using GrainJobs.Jobs;

namespace GrainJobs.Silos;

/// <summary>
/// Spreads calls that any silo can answer. The client ties each grain key to one connection and keeps to it, so that calls to one key would
/// all be answered by one silo, and none ever by a silo that joined later: keys are used in turn, and others after the cluster has changed.
/// </summary>
internal static class Spread
{
    private const int Size = 16;

    private static int turn;
    private static int round;

    /// <summary>The keys in use until the cluster changes.</summary>
    internal static IEnumerable<long> Keys => Enumerable.Range(0, Size).Select(each => First + each);

    private static long First => (long)Volatile.Read(ref round) * Size;

    /// <summary>The desk of whichever silo is next.</summary>
    internal static IJobDeskGrain JobDesk(this IGrainFactory grains) => grains.Refer<IJobDeskGrain>(NextKey());

    /// <summary>What whichever silo is next knows of the cluster.</summary>
    internal static IRosterGrain Roster(this IGrainFactory grains) => grains.Refer<IRosterGrain>(NextKey());

    /// <summary>The cluster has changed.</summary>
    internal static void Renew() => Interlocked.Increment(ref round);

    private static long NextKey() => First + ((uint)Interlocked.Increment(ref turn) % Size);
}
