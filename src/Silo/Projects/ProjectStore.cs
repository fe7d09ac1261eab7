using GrainJobs.Storage;

namespace GrainJobs.Projects;

/// <summary>Projects in the tables projects, project_build_metrics and project_operations, the same on both databases.</summary>
internal sealed class ProjectStore(ISqlReader reader, ISqlWriter writer) : IProjectStore
{
    public async Task<Project?> Find(ProjectId id) =>
        (await reader.Read("projects/find_project", ProjectRow.Project, ("id", id.Value))).FirstOrDefault();

    public async Task<IReadOnlyList<Project>> List(ProjectCursor? after, int limit) => await reader.Read(
        "projects/list_projects",
        ProjectRow.Project,
        ("after_at", after?.CreatedAt ?? DateTimeOffset.MaxValue),
        ("after_id", after?.Id ?? ""),
        ("limit", limit));

    public async Task<IReadOnlyList<ProjectBuild>> Builds(ProjectId id, long? before, int limit) => await reader.Read(
        "projects/list_builds", ProjectRow.Build, ("project_id", id.Value), ("before", before ?? long.MaxValue), ("limit", limit));

    public async Task<ProjectBuild?> FindBuild(string buildId) =>
        (await reader.Read("projects/find_build", ProjectRow.Build, ("build_id", buildId))).FirstOrDefault();

    public async Task<IReadOnlyList<ProjectBuild>> Unsettled(ProjectId id, int limit) =>
        await reader.Read("projects/list_unsettled", ProjectRow.Build, ("project_id", id.Value), ("limit", limit));

    public async Task<IReadOnlyList<ProjectId>> WithUnsettled(string after, int limit) =>
        await reader.Read("projects/list_projects_unsettled", static row => new ProjectId(row.Text(0)), ("after_id", after), ("limit", limit));

    public async Task<IReadOnlyList<KnownOperation>> Operations(ProjectId id, IReadOnlyCollection<string> keys, DateTimeOffset now) =>
        keys.Count == 0 ? [] : await reader.Read(
            "projects/list_operations",
            static row => new KnownOperation(row.Text(0), row.Text(1), row.Text(2)),
            ("project_id", id.Value),
            ("keys", keys.ToArray()),
            ("now", now));

    public async Task<IReadOnlyList<AcceptedUpdate>> Accepted(ProjectId id, DateTimeOffset since) => await reader.Read(
        "projects/list_accepted", static row => new AcceptedUpdate(row.Text(0), row.At(1)), ("project_id", id.Value), ("since", since));

    public Task<bool> Insert(Project project) => writer.Write(ProjectChanges.Insert(project));

    public Task<bool> Update(Project next) => writer.Write(ProjectChanges.Update(next));

    public Task<bool> Queue(Project next, IReadOnlyList<ProjectBuild> builds, IReadOnlyList<ProjectOperation> operations) => writer.Write(
    [
        ProjectChanges.Queue(next),
        .. builds.Select(ProjectChanges.Insert),
        .. operations.Select(operation => ProjectChanges.Remember(next, operation)),
    ]);

    public Task<bool> Begin(Project next) => writer.Write(ProjectChanges.Begin(next));

    public Task SaveStarted(ProjectBuild build) => writer.Write(ProjectChanges.Started(build));

    public Task<bool> PointToCurrent(Project next) => writer.Write(ProjectChanges.PointToCurrent(next));

    public Task<bool> End(Project? next, IReadOnlyList<ProjectBuild> builds) =>
        writer.Write([.. next is null ? [] : (SqlChange[])[ProjectChanges.End(next)], .. builds.Select(ProjectChanges.Ended)]);

    public Task Settle(IReadOnlyList<ProjectBuild> builds) => writer.Write([.. builds.Select(ProjectChanges.Settled)]);

    public async Task<IReadOnlyList<(ProjectId Project, string BuildId)>> Unfollowed(int limit) =>
        await reader.Read("projects/list_unfollowed", static row => (new ProjectId(row.Text(0)), row.Text(1)), ("limit", limit));

    public Task Retire(DateTimeOffset doneBefore, DateTimeOffset failedBefore, int limit) =>
        writer.Write([ProjectChanges.Retire(doneBefore, failedBefore, limit)]);

    public Task Sweep(DateTimeOffset now) => writer.Write(ProjectChanges.Sweep(now));
}
