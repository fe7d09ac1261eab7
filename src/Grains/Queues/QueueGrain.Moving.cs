namespace GrainJobs.Queues;

/// <summary>
/// A queue follows its home, so that a silo that joins takes its share of work that is already there. The new activation recovers from the rows, as
/// after any restart; calls under way are answered first, later ones follow it.
/// </summary>
internal sealed partial class QueueGrain
{
    private MembershipVersion cluster;
    private DateTimeOffset? awaySince;

    /// <summary>Whether it has lived elsewhere than at home for long enough, in a cluster that is at rest.</summary>
    private bool MustMove(DateTimeOffset now)
    {
        if (homes.Version is var version && version != cluster)
        {
            cluster = version;
            awaySince = homes.IsHome(Name) ? null : now;
        }

        return awaySince is { } since && now - since > Patience;
    }

    /// <summary>Once to twice the setting, so that not all queues move at one moment.</summary>
    private TimeSpan Patience => options.Value.MoveAfter * (1 + (QueueHome.HashOf(Name) / (double)ushort.MaxValue));

    private void Move()
    {
        LogMoves(Name);
        awaySince = null;
        MigrateOnIdle();
    }
}
