using System.Collections.Immutable;
using GrainJobs.Queues;
using GrainJobs.Workers;

namespace GrainJobs.Leases;

/// <summary>A request for work.</summary>
[GenerateSerializer, Immutable, Alias("gj.LeaseRequest")]
public sealed record LeaseRequest
{
    [Id(0)]
    public required WorkerId Worker { get; init; }

    /// <summary>How many at most.</summary>
    [Id(1)]
    public required int Max { get; init; }

    /// <summary>Only these lanes (job types, platforms); empty: all.</summary>
    [Id(2)]
    public ImmutableArray<string> Lanes { get; init; } = [];

    /// <summary>Whom to wake when there is work, if there is none now; absent: nobody waits.</summary>
    [Id(3)]
    public IQueueObserver? Park { get; init; }

    /// <summary>The worker speaks the classic protocol, without tokens: its leases end by the heartbeat limit.</summary>
    [Id(4)]
    public bool Classic { get; init; }

    /// <summary>The worker's name, for people; absent: its id does.</summary>
    [Id(5)]
    public string? WorkerName { get; init; }

    /// <summary>Why the worker can take nothing now (<c>worker_busy</c>, <c>worker_offline</c>): who would be next stays in its place, and it is logged.</summary>
    [Id(6)]
    public string? Unfit { get; init; }

    /// <summary>A silo's own worker asks, for jobs that are over in a moment: many may be granted by one row.</summary>
    [Id(7)]
    public bool Quick { get; init; }

    /// <summary>Its number, for <see cref="IQueueGrain.Disown"/>.</summary>
    [Id(8)]
    public long Ask { get; init; }
}
