using GrainJobs.Builds;

namespace GrainJobs.Projects;

/// <summary>
/// What happens to a project, without a clock, a store or a grain. The project follows its newest build alone; an older one that still
/// runs changes its own metrics and nothing else.
/// </summary>
internal static class ProjectLifecycle
{
    public static Project Create(ProjectId id, ProjectDraft draft, DateTimeOffset now) => new()
    {
        Id = id,
        Version = 1,
        Name = draft.Name,
        Framework = draft.Framework,
        CreatedAt = now,
        UpdatedAt = now,
    };

    /// <summary>Absent fields stay; the same again changes nothing.</summary>
    public static Project Change(Project project, ProjectDraft draft, DateTimeOffset now)
    {
        var next = project with { Name = draft.Name ?? project.Name, Framework = draft.Framework ?? project.Framework };
        return next == project ? project : Next(next, now);
    }

    /// <summary>A build is asked for; it gets the next number.</summary>
    public static ProjectBuild Ask(Project project, ProjectUpdate update, string buildId, string jobId, DateTimeOffset now) => new()
    {
        BuildId = buildId,
        ProjectId = project.Id,
        Number = project.Builds + 1,
        JobId = jobId,
        Status = ProjectStatus.Queued,
        Prompt = update.Prompt,
        Framework = update.Framework,
        UserId = update.UserId ?? "",
        WebhookUrl = update.WebhookUrl,
        CreatedAt = now,
    };

    /// <summary>The project after builds were asked for: it waits for the newest. One that runs goes on, but is the newest no more.</summary>
    public static Project Queue(Project project, IReadOnlyList<ProjectBuild> asked, DateTimeOffset now) => Next(project, now) with
    {
        BuildStatus = ProjectStatus.Queued,
        LatestBuildId = asked[^1].BuildId,
        Builds = asked[^1].Number,
    };

    /// <summary>Which waiting builds give way to a newer one: never one that was posted by itself.</summary>
    public static IEnumerable<ProjectBuild> Overtaken(Project project, IEnumerable<ProjectBuild> builds) =>
        builds.Where(build => build is { Status: ProjectStatus.Queued, HasJoined: false } && !IsNewest(project, build));

    /// <summary>A build that was posted for the project, or repeats <paramref name="original"/>, and that a worker has taken.</summary>
    public static ProjectBuild Join(Project project, Build row, ProjectBuild? original, DateTimeOffset now) => new()
    {
        BuildId = row.Id.Value,
        ProjectId = project.Id,
        Number = project.Builds + 1,
        JobId = "",
        Status = ProjectStatus.Queued,
        Prompt = original?.Prompt ?? "",
        Framework = original?.Framework,
        CreatedAt = now,
    };

    /// <summary>The project after a build joined: it follows that one, unless an update still waits for its own, which is newer than what runs now.</summary>
    public static Project Joined(Project project, ProjectBuild build, ProjectBuild? latest, DateTimeOffset now) => latest is { Status: ProjectStatus.Queued }
        ? Next(project, now) with { Builds = build.Number }
        : Queue(project, [build], now);

    /// <summary>The next write of a build's start. Answers the same step again after a crash, until all three are done.</summary>
    public static StartStep NextStep(Project project, ProjectBuild build) => build switch
    {
        { IsFinished: true } => StartStep.None,
        { Status: ProjectStatus.Queued } when !IsNewest(project, build) => StartStep.Metrics,
        _ when !IsNewest(project, build) => StartStep.None,
        _ when project.BuildStatus != ProjectStatus.Building => StartStep.Begin,
        { Status: ProjectStatus.Queued } => StartStep.Metrics,
        _ when project.CurrentBuildId != build.BuildId => StartStep.Point,
        _ => StartStep.None,
    };

    /// <summary>Phase 1: building since now, not completed, and not the build's id.</summary>
    public static Project Begin(Project project, ProjectBuild build, DateTimeOffset now) => Next(project, now) with
    {
        BuildStatus = ProjectStatus.Building,
        Framework = build.Framework ?? project.Framework,
        LastBuildStarted = now,
        LastBuildCompleted = null,
    };

    /// <summary>The metrics row: begun with the project, or by itself when a newer build has the project.</summary>
    public static ProjectBuild Started(Project project, ProjectBuild build, DateTimeOffset now) =>
        build with { Status = ProjectStatus.Building, StartedAt = IsNewest(project, build) ? project.LastBuildStarted ?? now : now };

    /// <summary>Phase 2: the build's id alone.</summary>
    public static Project PointTo(Project project, ProjectBuild build) =>
        project with { Version = project.Version + 1, CurrentBuildId = build.BuildId };

    /// <summary>A build's end: once, and never before its beginning, whatever the clocks of two silos say.</summary>
    public static ProjectBuild End(ProjectBuild build, BuildEnd end, DateTimeOffset now) => build.IsFinished ? build : build with
    {
        Status = end.Status,
        CompletedAt = Later(now, build.StartedAt),
        FailureStage = end.Status == ProjectStatus.Failed ? end.FailureStage ?? "build" : null,
        Error = end.Error,
        PreviewUrl = end.PreviewUrl,
    };

    /// <summary>The project after its newest build's end; null when the build is not its newest: a late end overwrites nothing.</summary>
    public static Project? End(Project project, ProjectBuild ended) => !IsNewest(project, ended) ? null : project with
    {
        Version = project.Version + 1,
        BuildStatus = ended.Status,
        LastBuildCompleted = Later(ended.CompletedAt!.Value, project.LastBuildStarted),
        UpdatedAt = ended.CompletedAt.Value,
    };

    public static bool IsNewest(Project project, ProjectBuild build) => build.BuildId == project.LatestBuildId;

    /// <summary>Whether nothing was heard of a running build for too long. One that waits for a worker is no ghost.</summary>
    public static bool IsGhost(ProjectBuild build, DateTimeOffset? heardAt, TimeSpan limit, DateTimeOffset now) =>
        build.Status == ProjectStatus.Building && now - Later(build.StartedAt!.Value, heardAt) > limit;

    private static Project Next(Project project, DateTimeOffset now) => project with { Version = project.Version + 1, UpdatedAt = now };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}
