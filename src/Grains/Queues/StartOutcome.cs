using GrainJobs.Leases;

namespace GrainJobs.Queues;

/// <summary>What became of an attempt to grant.</summary>
internal abstract record StartOutcome
{
    private StartOutcome()
    {
    }

    /// <summary>Granted.</summary>
    public sealed record Started(LeaseGrant Grant, HeldLease Lease) : StartOutcome;

    /// <summary>Not now (busy, offline, unknown worker, no answer): the entry stays in its place.</summary>
    public sealed record Transient(string Reason) : StartOutcome;

    /// <summary>Never: the work fails with the reason and leaves the queue.</summary>
    public sealed record Permanent(string Reason) : StartOutcome;

    /// <summary>It no longer waits (cancelled, deleted, taken): dropped from the queue.</summary>
    public sealed record Gone : StartOutcome;
}
