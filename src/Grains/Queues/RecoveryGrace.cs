namespace GrainJobs.Queues;

/// <summary>A new activation gives every lease one full grace; a row of quick failovers can't extend a dead worker's lease for ever.</summary>
internal static class RecoveryGrace
{
    /// <summary>How many graces running.</summary>
    public const int Most = 3;

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
