using GrainJobs.Leases;

namespace GrainJobs.Workers;

/// <summary>What a worker is to do: one order per lease it named, whether to take more, and when to report next.</summary>
[GenerateSerializer, Immutable, Alias("gj.HeartbeatAnswer")]
public sealed record HeartbeatAnswer
{
    /// <summary>Take no new work.</summary>
    [Id(0)]
    public bool Drain { get; init; }

    [Id(1)]
    public required TimeSpan Next { get; init; }

    [Id(2)]
    public required LeaseOrder[] Orders { get; init; }
}
