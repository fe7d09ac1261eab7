using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>What the holder of a build says. All but progress end the lease.</summary>
[GenerateSerializer, Immutable, Alias("gj.BuildReport")]
public sealed record BuildReport
{
    /// <summary>Who reports; absent: an admin for whoever holds it.</summary>
    [Id(0)]
    public WorkerId? Worker { get; init; }

    /// <summary>The proof of the assignment; absent in the classic protocol.</summary>
    [Id(1)]
    public LeaseToken? Token { get; init; }

    /// <summary>Progress, complete, fail or release.</summary>
    [Id(2)]
    public required ReportKind Kind { get; init; }

    /// <summary>Percent, 0 to 100; with progress only.</summary>
    [Id(3)]
    public int? Progress { get; init; }

    /// <summary>With complete only.</summary>
    [Id(4)]
    public BuildFile? Result { get; init; }

    /// <summary>With complete only.</summary>
    [Id(5)]
    public string? PreviewUrl { get; init; }

    /// <summary>With fail only.</summary>
    [Id(6)]
    public string? Error { get; init; }

    /// <summary>Infrastructure counts as a loss and is tried again; every other class is final.</summary>
    [Id(7)]
    public FailureClass Class { get; init; } = FailureClass.User;

    /// <summary>Why it is handed back.</summary>
    [Id(8)]
    public string? Reason { get; init; }
}
