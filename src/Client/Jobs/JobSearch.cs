namespace GrainJobs.Jobs;

/// <summary>Which jobs to list; absent members don't filter.</summary>
public sealed record JobSearch
{
    public string? Queue { get; init; }

    public string? Type { get; init; }

    public string? Status { get; init; }

    public string? Tag { get; init; }

    /// <summary>At most 500.</summary>
    public int? Limit { get; init; }

    /// <summary>From the page before.</summary>
    public string? Cursor { get; init; }
}
