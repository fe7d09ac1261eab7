using GrainJobs.Leases;

namespace GrainJobs.Queues;

/// <summary>What happened to a queue's jobs elsewhere, told in batches after the commit. A lost one is found by the queue's own look at the rows.</summary>
[GenerateSerializer, Immutable, Alias("gj.QueueNews")]
public sealed record QueueNews
{
    /// <summary>Became ready, or are due later (by <see cref="QueueEntry.ReadyAt"/>).</summary>
    [Id(0)]
    public QueueEntry[] Ready { get; init; } = [];

    [Id(1)]
    public QueueEntry[] Scheduled { get; init; } = [];

    /// <summary>Leases that ended.</summary>
    [Id(2)]
    public LeaseToken[] Settled { get; init; } = [];

    /// <summary>Waiting ones that no longer wait (cancelled, deleted).</summary>
    [Id(3)]
    public string[] Withdrawn { get; init; } = [];

    /// <summary>Leases whose job is to be cancelled.</summary>
    [Id(4)]
    public LeaseToken[] CancelRequested { get; init; } = [];
}
