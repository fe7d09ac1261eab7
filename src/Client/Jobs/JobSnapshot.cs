using System.Text.Json;

namespace GrainJobs.Jobs;

/// <summary>A job as the gateway showed it at one version.</summary>
public sealed record JobSnapshot
{
    public required string JobId { get; init; }

    public string JobType { get; init; } = "generic";

    /// <summary><c>pending</c>, <c>scheduled</c>, <c>queued</c>, <c>processing</c>, <c>completed</c>, <c>error</c> or <c>cancelled</c>.</summary>
    public required string Status { get; init; }

    public string? Message { get; init; }

    /// <summary>Percent.</summary>
    public int Progress { get; init; }

    public string? DocumentId { get; init; }

    public JsonElement? Result { get; init; }

    public string? Error { get; init; }

    public string? Queue { get; init; }

    public bool Tracked { get; init; }

    public int Attempt { get; init; }

    public int MaxAttempts { get; init; }

    public DateTimeOffset Timestamp { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public bool Skipped { get; init; }

    public string? Reason { get; init; }

    public JsonElement? Metadata { get; init; }

    /// <summary>Why it has not started, as the gateway words it; absent once it has.</summary>
    public JsonElement? WaitingFor { get; init; }

    /// <summary>Whoever runs it has been asked to stop.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>Grows with every change.</summary>
    public long Version { get; init; }

    /// <summary>Reads and streams this job without a key; in the answer to its creation only.</summary>
    public string? AccessToken { get; init; }

    /// <summary>It will never change again.</summary>
    public bool IsFinished => Status is "completed" or "error" or "cancelled";
}
