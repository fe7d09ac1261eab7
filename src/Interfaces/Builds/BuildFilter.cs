namespace GrainJobs.Builds;

/// <summary>Which builds to list, newest first; absent fields match all.</summary>
[GenerateSerializer, Immutable, Alias("gj.BuildFilter")]
public sealed record BuildFilter
{
    [Id(0)]
    public BuildStatus? Status { get; init; }

    [Id(1)]
    public string? Platform { get; init; }

    /// <summary>Held by that worker, or by it when they ended.</summary>
    [Id(2)]
    public string? Worker { get; init; }

    [Id(3)]
    public string? ProjectId { get; init; }

    /// <summary>Only those assigned or building.</summary>
    [Id(4)]
    public bool Active { get; init; }

    /// <summary>1 to 500.</summary>
    [Id(5)]
    public int Limit { get; init; } = 50;

    /// <summary>Continue after this one.</summary>
    [Id(6)]
    public BuildCursor? After { get; init; }
}
