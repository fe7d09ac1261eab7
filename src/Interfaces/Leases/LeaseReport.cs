namespace GrainJobs.Leases;

/// <summary>A report under a lease. The same final report again gets the same answer; a stale token is refused with <c>lease_lost</c>.</summary>
[GenerateSerializer, Immutable, Alias("gj.LeaseReport")]
public sealed record LeaseReport
{
    [Id(0)]
    public required LeaseToken Token { get; init; }

    [Id(1)]
    public required ReportKind Kind { get; init; }

    /// <summary>Percent, 0 to 100; with progress only.</summary>
    [Id(2)]
    public int? Progress { get; init; }

    [Id(3)]
    public string? Message { get; init; }

    /// <summary>JSON text; with complete only.</summary>
    [Id(4)]
    public string? Result { get; init; }

    /// <summary>Why skipped or released.</summary>
    [Id(5)]
    public string? Reason { get; init; }

    /// <summary>With fail only.</summary>
    [Id(6)]
    public string? Error { get; init; }

    [Id(7)]
    public FailureClass Class { get; init; } = FailureClass.User;

    /// <summary>Not again before this long from now; absent: the backoff decides.</summary>
    [Id(8)]
    public TimeSpan? RetryAfter { get; init; }

    [Id(9)]
    public string? DocumentId { get; init; }
}
