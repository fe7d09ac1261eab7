using System.Text.Json.Serialization;

namespace GrainJobs.Projects;

/// <summary>A project as clients see it. What it does not have yet is null.</summary>
internal sealed record ProjectView
{
    public required string Id { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Name { get; init; }

    /// <summary>queued, building, deployed, failed or canceled; null before the first update.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? BuildStatus { get; init; }

    /// <summary>The newest build that was begun.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? CurrentBuildId { get; init; }

    /// <summary>The newest build that was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? LatestBuildId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Framework { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? LastBuildStarted { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? LastBuildCompleted { get; init; }

    /// <summary>How many builds were asked for.</summary>
    public required long Builds { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required long Version { get; init; }

    internal static ProjectView Of(Project project) => new()
    {
        Id = project.Id.Value,
        Name = project.Name,
        BuildStatus = project.BuildStatus is { } status ? status.ToString().ToLowerInvariant() : null,
        CurrentBuildId = project.CurrentBuildId,
        LatestBuildId = project.LatestBuildId,
        Framework = project.Framework,
        LastBuildStarted = project.LastBuildStarted,
        LastBuildCompleted = project.LastBuildCompleted,
        Builds = project.Builds,
        CreatedAt = project.CreatedAt,
        UpdatedAt = project.UpdatedAt,
        Version = project.Version,
    };
}
