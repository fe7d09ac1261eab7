namespace GrainJobs.Projects;

/// <summary>What an update became, and how many more are allowed.</summary>
[GenerateSerializer, Immutable, Alias("gj.ProjectReceipt")]
public sealed record ProjectReceipt
{
    /// <summary>Absent when refused.</summary>
    [Id(0)]
    public string? BuildId { get; init; }

    /// <summary>The tracked job that mirrors the build.</summary>
    [Id(1)]
    public string? JobId { get; init; }

    /// <summary>Why there is no build: too many updates. Absent otherwise.</summary>
    [Id(2)]
    public Refusal? Refusal { get; init; }

    /// <summary>Updates left in this hour; absent when there is no limit.</summary>
    [Id(3)]
    public int? Remaining { get; init; }

    /// <summary>When the next place comes free.</summary>
    [Id(4)]
    public DateTimeOffset? ResetAt { get; init; }
}
