namespace GrainJobs.Queues;

/// <summary>
/// A new activation does not know which leases were renewed before it, and gives each one grace; a row of quick failovers can't extend a dead worker's lease for ever.
/// </summary>
internal static class RecoveryGrace
{
    /// <summary>How many graces running.</summary>
    public const int Most = 3;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long an outside worker has to beat again. It beats at least every third of a lease, and a beat that went down with a silo is repeated by the
    /// gateway: one comes at once, and the next may still fail.
    /// </summary>
    public static TimeSpan Of(TimeSpan lease)
    {
        var most = lease * 2 / 3;
        return most > Shortest ? most : lease < Shortest ? lease : Shortest;
    }

    /// <summary>The recoveries worth remembering, with this one.</summary>
    public static List<DateTimeOffset> Note(IEnumerable<DateTimeOffset> earlier, DateTimeOffset now) => [.. earlier.TakeLast(Most + 2), now];

    /// <summary>When leases granted before this instant get no further grace; null when all do.</summary>
    /// <param name="recoveries">Oldest first, this one last.</param>
    /// <param name="lease">Recoveries further apart than a lease leave time for it to expire: the row of them ends there.</param>
    public static DateTimeOffset? NoGraceBefore(IReadOnlyList<DateTimeOffset> recoveries, TimeSpan lease)
    {
        var inRow = 1;
        var first = recoveries[^1];
        for (var index = recoveries.Count - 2; index >= 0 && recoveries[index + 1] - recoveries[index] < lease; index--)
        {
            inRow++;
            first = recoveries[index];
        }

        return inRow > Most ? first : null;
    }
}
