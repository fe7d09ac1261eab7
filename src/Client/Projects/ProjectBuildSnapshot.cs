namespace GrainJobs.Projects;

/// <summary>One build of a project with its metrics.</summary>
public sealed record ProjectBuildSnapshot
{
    public required string BuildId { get; init; }

    public required string Status { get; init; }

    /// <summary>The tracked job that mirrors the build.</summary>
    public string? JobId { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }
}

/// <summary>Some builds of a project, newest first.</summary>
public sealed record ProjectBuildList(IReadOnlyList<ProjectBuildSnapshot> Builds, string? NextCursor);
