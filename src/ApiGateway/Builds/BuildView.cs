using System.Text.Json.Serialization;

namespace GrainJobs.Builds;

/// <summary>A build as it is shown.</summary>
internal sealed record BuildView
{
    public required string Id { get; init; }

    public required string Platform { get; init; }

    public required BuildStatus Status { get; init; }

    public required string? WorkerId { get; init; }

    public required string? WorkerName { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    [JsonPropertyName("createdAt")]
    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonPropertyName("completedAt")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? CompletedAt { get; init; }

    public required string? ErrorMessage { get; init; }

    public required bool HasResult { get; init; }

    public required int Priority { get; init; }

    /// <summary>Assignments so far.</summary>
    public required int Attempt { get; init; }

    public required int Progress { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ProjectId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OriginalBuildId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PreviewUrl { get; init; }

    /// <summary>Whether the worker that held it at its cancellation has said that it stopped; left out when none held it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? CancelConfirmed { get; init; }

    /// <summary>It waits for its source.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AwaitsSource { get; init; }

    internal static BuildView Of(Build build) => new()
    {
        Id = build.Id.Value,
        Platform = build.Spec.Platform,
        Status = build.Status,
        WorkerId = build.Worker?.Value,
        WorkerName = build.WorkerName,
        SubmittedAt = build.CreatedAt,
        CreatedAt = build.CreatedAt,
        UpdatedAt = build.UpdatedAt,
        CompletedAt = build.FinishedAt,
        ErrorMessage = build.Error,
        HasResult = build.Result is not null,
        Priority = build.Spec.Priority,
        Attempt = build.Attempt,
        Progress = build.Progress,
        ProjectId = build.Spec.ProjectId,
        OriginalBuildId = build.Spec.OriginalBuildId?.Value,
        PreviewUrl = build.PreviewUrl,
        CancelConfirmed = build.Cancelled is null ? null : build.CancelConfirmedAt is not null,
        AwaitsSource = build is { Source: null, IsFinished: false },
    };
}
