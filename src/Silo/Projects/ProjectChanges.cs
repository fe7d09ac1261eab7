using GrainJobs.Requests;
using GrainJobs.Storage;

namespace GrainJobs.Projects;

/// <summary>The statements that change project rows, with their values.</summary>
internal static class ProjectChanges
{
    internal static SqlChange Insert(Project project) => SqlChange.IfCurrent(
        "projects/insert_project",
        ("id", project.Id.Value),
        ("version", project.Version),
        ("name", project.Name),
        ("framework", project.Framework),
        ("builds", project.Builds),
        ("created_at", project.CreatedAt),
        ("updated_at", project.UpdatedAt));

    internal static SqlChange Update(Project next) =>
        Guarded("projects/update_project", next, ("name", next.Name), ("framework", next.Framework), ("updated_at", next.UpdatedAt));

    internal static SqlChange Queue(Project next) => Guarded(
        "projects/queue_build",
        next,
        ("build_status", Status(next)),
        ("latest_build_id", next.LatestBuildId),
        ("builds", next.Builds),
        ("updated_at", next.UpdatedAt));

    internal static SqlChange Begin(Project next) => Guarded(
        "projects/begin_build",
        next,
        ("build_status", Status(next)),
        ("framework", next.Framework),
        ("last_build_started", next.LastBuildStarted),
        ("updated_at", next.UpdatedAt));

    internal static SqlChange PointToCurrent(Project next) =>
        Guarded("projects/point_to_build", next, ("current_build_id", next.CurrentBuildId));

    internal static SqlChange End(Project next) => Guarded(
        "projects/end_build",
        next,
        ("build_status", Status(next)),
        ("last_build_completed", next.LastBuildCompleted),
        ("updated_at", next.UpdatedAt));

    internal static SqlChange Insert(ProjectBuild build) => SqlChange.Always("projects/insert_build", Asked(build));

    internal static SqlChange Started(ProjectBuild build) =>
        SqlChange.Always("projects/save_started", [.. Asked(build), ("started_at", build.StartedAt)]);

    internal static SqlChange Ended(ProjectBuild build) => SqlChange.Always(
        "projects/save_ended",
        ("build_id", build.BuildId),
        ("status", ProjectRow.Text(build.Status)),
        ("completed_at", build.CompletedAt),
        ("duration_ms", build.Duration is { } duration ? (long)duration.TotalMilliseconds : null),
        ("failure_stage", build.FailureStage),
        ("error", build.Error),
        ("preview_url", build.PreviewUrl));

    internal static SqlChange Settled(ProjectBuild build) =>
        SqlChange.Always("projects/settle_build", ("build_id", build.BuildId), ("settled", true));

    internal static SqlChange Remember(Project project, ProjectOperation operation) => SqlChange.Always(
        "projects/insert_operation",
        ("project_id", project.Id.Value),
        ("key", operation.Key),
        ("build_id", operation.BuildId),
        ("expires_at", operation.ExpiresAt),
        ("now", project.UpdatedAt));

    internal static IReadOnlyList<SqlChange> Sweep(DateTimeOffset now) =>
    [
        SqlChange.Always("projects/delete_operations", ("now", now)),
        SqlChange.Always("projects/delete_nonces", ("before", now - NonceGrain.Kept - NonceGrain.Kept)),
        SqlChange.Always("projects/delete_requests", ("before", now - RequestGrain.Kept - RequestGrain.RunsAtMost)),
    ];

    internal static SqlChange Retire(DateTimeOffset doneBefore, DateTimeOffset failedBefore, int limit) =>
        SqlChange.Always("projects/retire_builds", ("done_before", doneBefore), ("failed_before", failedBefore), ("limit", limit));

    private static SqlChange Guarded(string statement, Project next, params (string Name, object? Value)[] values) => SqlChange.IfCurrent(
        statement, [("id", next.Id.Value), ("expected", next.Version - 1), ("version", next.Version), .. values]);

    private static (string Name, object? Value)[] Asked(ProjectBuild build) =>
    [
        ("build_id", build.BuildId),
        ("project_id", build.ProjectId.Value),
        ("number", build.Number),
        ("job_id", build.JobId),
        ("status", ProjectRow.Text(build.Status)),
        ("prompt", build.Prompt),
        ("framework", build.Framework),
        ("user_id", build.UserId),
        ("webhook_url", build.WebhookUrl),
        ("created_at", build.CreatedAt),
        ("settled", build.Settled),
    ];

    private static string? Status(Project project) => project.BuildStatus is { } status ? ProjectRow.Text(status) : null;
}
