using System.Text.Json;

namespace GrainJobs.Leases;

/// <summary>A job handed to this worker, until its lease ends.</summary>
public sealed record LeasedJob
{
    public required string JobId { get; init; }

    public required string JobType { get; init; }

    public JsonElement? Payload { get; init; }

    public LeasedInput? Input { get; init; }

    /// <summary>Counted from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>The proof of this lease, for every report. Never log it.</summary>
    public required string LeaseToken { get; init; }

    /// <summary>How long the lease lasts without a heartbeat.</summary>
    public double LeaseSeconds { get; init; } = 30;
}

/// <summary>The input of a leased job.</summary>
public sealed record LeasedInput
{
    public string? ContentType { get; init; }

    /// <summary>Bytes.</summary>
    public long Length { get; init; }

    public string? Url { get; init; }

    /// <summary>The input itself when it is small and UTF-8.</summary>
    public string? Text { get; init; }
}

internal sealed record LeasedJobs(IReadOnlyList<LeasedJob> Leases);

internal sealed record LeaseAsk(string WorkerId, int Max, int? Wait);
