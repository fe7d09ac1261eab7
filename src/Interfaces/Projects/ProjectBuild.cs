namespace GrainJobs.Projects;

/// <summary>One update of a project, its build and how that went: a row of the project's metrics.</summary>
[GenerateSerializer, Immutable, Alias("gj.ProjectBuild")]
public sealed record ProjectBuild
{
    [Id(0)]
    public required string BuildId { get; init; }

    [Id(1)]
    public required ProjectId ProjectId { get; init; }

    /// <summary>From 1, in the order of acceptance: the higher one is newer.</summary>
    [Id(2)]
    public required long Number { get; init; }

    /// <summary>The tracked job that mirrors the build; empty for one that no update asked for.</summary>
    [Id(3)]
    public required string JobId { get; init; }

    [Id(4)]
    public required ProjectStatus Status { get; init; }

    /// <summary>What was asked for.</summary>
    [Id(5)]
    public required string Prompt { get; init; }

    /// <summary>Changes the project's, when the build begins.</summary>
    [Id(6)]
    public string? Framework { get; init; }

    /// <summary>Who asked; empty when nobody was named.</summary>
    [Id(7)]
    public string UserId { get; init; } = "";

    /// <summary>Where its end is announced.</summary>
    [Id(8)]
    public string? WebhookUrl { get; init; }

    [Id(9)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Id(10)]
    public DateTimeOffset? StartedAt { get; init; }

    [Id(11)]
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Where it failed: build, metrics, submission, ghost_build_timeout, or the class of the failure.</summary>
    [Id(12)]
    public string? FailureStage { get; init; }

    /// <summary>Why it failed, in words.</summary>
    [Id(13)]
    public string? Error { get; init; }

    [Id(14)]
    public string? PreviewUrl { get; init; }

    /// <summary>It has ended and everybody was told: nothing is left to do.</summary>
    [Id(15)]
    public bool Settled { get; init; }

    /// <summary>Posted for the project, or a repetition: no update asked for it. It joined when a worker took it.</summary>
    public bool HasJoined => JobId.Length == 0;

    public bool IsFinished => Status is not (ProjectStatus.Queued or ProjectStatus.Building);

    /// <summary>From its beginning to its end; absent until then, and for one that never began.</summary>
    public TimeSpan? Duration => CompletedAt - StartedAt;
}
