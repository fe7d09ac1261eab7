namespace GrainJobs.Projects;

/// <summary>A project as the gateway showed it.</summary>
public sealed record ProjectSnapshot
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? Framework { get; init; }

    /// <summary><c>queued</c>, <c>building</c>, <c>deployed</c>, <c>failed</c>, <c>canceled</c> or <c>superseded</c>; absent before the first update.</summary>
    public string? BuildStatus { get; init; }

    public string? CurrentBuildId { get; init; }

    public DateTimeOffset? LastBuildStarted { get; init; }

    public DateTimeOffset? LastBuildCompleted { get; init; }
}

/// <summary>Some projects, newest first.</summary>
public sealed record ProjectList(IReadOnlyList<ProjectSnapshot> Projects, string? NextCursor);

/// <summary>What is said of a project; absent members stay as they are.</summary>
internal sealed record ProjectChange(string? Name, string? Framework);
