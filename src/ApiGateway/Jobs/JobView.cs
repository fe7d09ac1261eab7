using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>A job as clients see it.</summary>
internal sealed record JobView
{
    public required string JobId { get; init; }

    public required string JobType { get; init; }

    public required JobStatus Status { get; init; }

    public required string Message { get; init; }

    public required int Progress { get; init; }

    public string? DocumentId { get; init; }

    public RawJson? Result { get; init; }

    public string? Error { get; init; }

    /// <summary>The failure's class, or a code, when there is an error.</summary>
    public string? ErrorCode { get; init; }

    public required string Queue { get; init; }

    public required bool Tracked { get; init; }

    public required int Attempt { get; init; }

    public required int MaxAttempts { get; init; }

    /// <summary>When it changed last.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public bool? Skipped { get; init; }

    /// <summary>Why it was skipped or cancelled.</summary>
    public string? Reason { get; init; }

    public bool? CancelRequested { get; init; }

    public RawJson? Metadata { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public int? Priority { get; init; }

    /// <summary>The stage that runs now or next, from 0; absent without stages.</summary>
    public int? Stage { get; init; }

    public string? OriginalJobId { get; init; }

    public WaitView? WaitingFor { get; init; }

    public required long Version { get; init; }

    /// <summary>Opens this one job for reading; only in answers to whoever may create jobs.</summary>
    public string? AccessToken { get; init; }

    internal static JobView Of(Job job) => new()
    {
        JobId = job.Id.Value,
        JobType = job.Spec.Type,
        Status = job.Status,
        Message = job.Message,
        Progress = job.Progress,
        DocumentId = job.DocumentId,
        Result = RawJson.Of(job.Result),
        Error = job.Error,
        ErrorCode = job.Error is null ? null : job.ErrorCode,
        Queue = job.Spec.Queue.Value,
        Tracked = job.Spec.Tracked,
        Attempt = job.Attempt,
        MaxAttempts = job.Spec.MaxAttempts,
        Timestamp = job.UpdatedAt,
        CreatedAt = job.CreatedAt,
        StartedAt = job.StartedAt,
        FinishedAt = job.FinishedAt,
        Skipped = job.Skipped ? true : null,
        Reason = job.Reason,
        CancelRequested = job.CancelRequestedAt is null ? null : true,
        Metadata = RawJson.Of(job.Spec.Metadata),
        Tags = job.Spec.Tags.IsEmpty ? null : job.Spec.Tags,
        Priority = job.Spec.Priority == 0 ? null : job.Spec.Priority,
        Stage = job.Spec.Stages.IsEmpty ? null : job.Stage,
        OriginalJobId = job.Spec.OriginalJobId?.Value,
        Version = job.Version,
    };
}
