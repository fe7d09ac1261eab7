using System.Collections.Immutable;
using GrainJobs.Jobs;

namespace GrainJobs.Queues;

/// <summary>A queue as an operator sees it.</summary>
[GenerateSerializer, Immutable, Alias("gj.QueueView")]
public sealed record QueueView
{
    [Id(0)]
    public required QueueName Name { get; init; }

    /// <summary>Jobs by status, counted from the rows.</summary>
    [Id(1)]
    public required IReadOnlyDictionary<JobStatus, long> Counts { get; init; }

    [Id(2)]
    public bool Paused { get; init; }

    /// <summary>Who paused or drains it.</summary>
    [Id(3)]
    public string? PausedBy { get; init; }

    /// <summary>No new grants; what runs may end.</summary>
    [Id(4)]
    public bool Draining { get; init; }

    [Id(5)]
    public QueueLimits Limits { get; init; } = new();

    /// <summary>Grants in the last full minute, per second.</summary>
    [Id(6)]
    public double GrantsPerSecond { get; init; }

    /// <summary>Reports that ended a lease in the last full minute, per second.</summary>
    [Id(7)]
    public double SettledPerSecond { get; init; }

    /// <summary>How long the first in line has waited; absent: none waits.</summary>
    [Id(8)]
    public double? OldestWaitingSeconds { get; init; }

    /// <summary>Workers that hold leases here or wait for work.</summary>
    [Id(9)]
    public int Workers { get; init; }

    /// <summary>Concurrency keys that are passed over, and who paused each.</summary>
    [Id(10)]
    public ImmutableSortedDictionary<string, string> PausedKeys { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
