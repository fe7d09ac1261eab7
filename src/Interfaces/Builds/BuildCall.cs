using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>A call of a worker about a build: who calls, and what proves the assignment.</summary>
[GenerateSerializer, Immutable, Alias("gj.BuildCall")]
public sealed record BuildCall
{
    [Id(0)]
    public required BuildId Build { get; init; }

    [Id(1)]
    public required WorkerId Worker { get; init; }

    /// <summary>Absent in the classic protocol.</summary>
    [Id(2)]
    public LeaseToken? Token { get; init; }

    /// <summary>The generation of the worker token that was shown; absent: a key spoke for the worker.</summary>
    [Id(3)]
    public int? Generation { get; init; }

    /// <summary>It is a heartbeat: from now on the lease rules hold.</summary>
    [Id(4)]
    public bool IsHeartbeat { get; init; }

    /// <summary>Percent, 0 to 100; of a heartbeat only.</summary>
    [Id(5)]
    public int? Progress { get; init; }
}
