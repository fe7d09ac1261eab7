using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Queues;

/// <summary>A lease as the queue remembers it: a copy of the row's, with the clocks that only live in memory.</summary>
internal sealed class HeldLease
{
    public required string Id { get; init; }

    public required LeaseToken Token { get; init; }

    public required WorkerId Worker { get; init; }

    public required string Key { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>The batch whose row holds it; absent: its own does.</summary>
    public long? BatchId { get; set; }

    /// <summary>Its place in the queue, where its own row still has it.</summary>
    public QueueEntry? Place { get; set; }

    /// <summary>Ends then unless renewed.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>How long a sign of life lasts while its worker speaks the classic protocol; absent: the lease rules hold.</summary>
    public TimeSpan? ClassicLimit { get; set; }

    /// <summary>The attempt's time limit; absent: none.</summary>
    public DateTimeOffset? RunsUntil { get; init; }

    /// <summary>The whole job's deadline; absent: none.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The worker has until then to stop; absent: no cancellation was asked for.</summary>
    public DateTimeOffset? CancelUntil { get; set; }

    /// <summary>Since when this activation of the queue knows it; absent: since it was granted.</summary>
    public DateTimeOffset? KnownSince { get; set; }

    /// <summary>The worker has shown that the grant reached it.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Its end is being written.</summary>
    public bool IsEnding { get; set; }

    /// <summary>Why it has to end now; null when it has not.</summary>
    public LeaseEnd? EndedBy(DateTimeOffset now) => this switch
    {
        { IsEnding: true } => null,
        _ when Deadline <= now => LeaseEnd.Deadline,
        _ when CancelUntil <= now => LeaseEnd.CancelLimit,
        _ when RunsUntil <= now => LeaseEnd.TimeLimit,
        _ when ExpiresAt <= now => ClassicLimit is null ? LeaseEnd.Lost : LeaseEnd.Silent,
        _ => null,
    };

    /// <summary>The next instant at which <see cref="EndedBy"/> may answer.</summary>
    public DateTimeOffset NextEnd => Sooner(Sooner(Sooner(ExpiresAt, RunsUntil), CancelUntil), Deadline);

    private static DateTimeOffset Sooner(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;
}
