namespace GrainJobs.Projects;

/// <summary>A project as its row has it: what its newest build did. Every change raises <see cref="Version"/> by one.</summary>
[GenerateSerializer, Immutable, Alias("gj.Project")]
public sealed record Project
{
    [Id(0)]
    public required ProjectId Id { get; init; }

    /// <summary>1 when created.</summary>
    [Id(1)]
    public required long Version { get; init; }

    [Id(2)]
    public string? Name { get; init; }

    /// <summary>One of <see cref="ProjectFramework"/>; absent until somebody says.</summary>
    [Id(3)]
    public string? Framework { get; init; }

    /// <summary>Absent until the first update.</summary>
    [Id(4)]
    public ProjectStatus? BuildStatus { get; init; }

    /// <summary>The newest build that was begun; absent until one was, and while one is being begun.</summary>
    [Id(5)]
    public string? CurrentBuildId { get; init; }

    /// <summary>The newest build that was asked for.</summary>
    [Id(6)]
    public string? LatestBuildId { get; init; }

    /// <summary>How many builds were asked for: the number of the newest.</summary>
    [Id(7)]
    public long Builds { get; init; }

    [Id(8)]
    public DateTimeOffset? LastBuildStarted { get; init; }

    /// <summary>Never before <see cref="LastBuildStarted"/>; absent while building.</summary>
    [Id(9)]
    public DateTimeOffset? LastBuildCompleted { get; init; }

    [Id(10)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Id(11)]
    public required DateTimeOffset UpdatedAt { get; init; }
}
