namespace GrainJobs.Jobs;

/// <summary>Which jobs to list, newest first; absent fields match all.</summary>
[GenerateSerializer, Immutable, Alias("gj.JobFilter")]
public sealed record JobFilter
{
    [Id(0)]
    public string? Queue { get; init; }

    [Id(1)]
    public string? Type { get; init; }

    [Id(2)]
    public JobStatus? Status { get; init; }

    [Id(3)]
    public string? Tag { get; init; }

    /// <summary>1 to 500.</summary>
    [Id(4)]
    public int Limit { get; init; } = 50;

    /// <summary>Continue after this one.</summary>
    [Id(5)]
    public JobCursor? After { get; init; }
}
