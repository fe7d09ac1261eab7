using System.Text.Json.Serialization;

namespace GrainJobs.Projects;

/// <summary>The metrics of one build of a project.</summary>
internal sealed record ProjectBuildView
{
    public required string BuildId { get; init; }

    public required string ProjectId { get; init; }

    /// <summary>Absent for a build that no update asked for.</summary>
    public string? JobId { get; init; }

    /// <summary>From 1; the higher one is newer.</summary>
    public required long Number { get; init; }

    /// <summary>queued, building, deployed, failed, canceled or superseded.</summary>
    public required string Status { get; init; }

    public string? Framework { get; init; }

    public string? UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? StartedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Milliseconds from start to end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? DurationMs { get; init; }

    public string? FailureStage { get; init; }

    public string? Error { get; init; }

    public string? PreviewUrl { get; init; }

    internal static ProjectBuildView Of(ProjectBuild build) => new()
    {
        BuildId = build.BuildId,
        ProjectId = build.ProjectId.Value,
        JobId = build.HasJoined ? null : build.JobId,
        Number = build.Number,
        Status = build.Status.ToString().ToLowerInvariant(),
        Framework = build.Framework,
        UserId = build.UserId.Length == 0 ? null : build.UserId,
        CreatedAt = build.CreatedAt,
        StartedAt = build.StartedAt,
        CompletedAt = build.CompletedAt,
        DurationMs = build.Duration is { } duration ? (long)duration.TotalMilliseconds : null,
        FailureStage = build.FailureStage,
        Error = build.Error,
        PreviewUrl = build.PreviewUrl,
    };
}
