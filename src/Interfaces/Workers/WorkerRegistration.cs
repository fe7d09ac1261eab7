using System.Collections.Immutable;

namespace GrainJobs.Workers;

/// <summary>A worker introducing itself.</summary>
[GenerateSerializer, Immutable, Alias("gj.WorkerRegistration")]
public sealed record WorkerRegistration
{
    /// <summary>Absent: it keeps the name it has.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>JSON text as it was sent; absent when none.</summary>
    [Id(1)]
    public string? Capabilities { get; init; }

    /// <summary>Builds it can do; empty: all.</summary>
    [Id(2)]
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>Leases it may hold at once, at least 1.</summary>
    [Id(3)]
    public int Capacity { get; init; } = 1;
}
