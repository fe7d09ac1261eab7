using GrainJobs.Builds;
using GrainJobs.Jobs;

namespace GrainJobs.Leases;

/// <summary>One granted lease. Exactly one of the subjects is present.</summary>
[GenerateSerializer, Immutable, Alias("gj.LeaseGrant")]
public sealed record LeaseGrant
{
    [Id(0)]
    public required LeaseToken Token { get; init; }

    [Id(1)]
    public required TimeSpan Duration { get; init; }

    [Id(2)]
    public Job? Job { get; init; }

    /// <summary>The input's bytes when they lie beside the row and are small.</summary>
    [Id(3)]
    public byte[]? Input { get; init; }

    [Id(4)]
    public Build? Build { get; init; }
}
