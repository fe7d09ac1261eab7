using GrainJobs.Storage;

namespace GrainJobs.Projects;

/// <summary>The rows of projects and their builds. Each write is one transaction; those of a project are guarded by its version.</summary>
internal interface IProjectStore
{
    Task<Project?> Find(ProjectId id);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<Project>> List(ProjectCursor? after, int limit);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<ProjectBuild>> Builds(ProjectId id, long? before, int limit);

    Task<ProjectBuild?> FindBuild(string buildId);

    /// <summary>Builds of a project that have not ended, or whose end not everybody was told; oldest first.</summary>
    Task<IReadOnlyList<ProjectBuild>> Unsettled(ProjectId id, int limit);

    /// <summary>Projects with such builds, by id after that one.</summary>
    Task<IReadOnlyList<ProjectId>> WithUnsettled(string after, int limit);

    /// <summary>Those of the keys that are known and have not expired.</summary>
    Task<IReadOnlyList<KnownOperation>> Operations(ProjectId id, IReadOnlyCollection<string> keys, DateTimeOffset now);

    /// <summary>Whose updates were accepted when, oldest first.</summary>
    Task<IReadOnlyList<AcceptedUpdate>> Accepted(ProjectId id, DateTimeOffset since);

    /// <summary>False when the id is taken.</summary>
    Task<bool> Insert(Project project);

    /// <summary>Name and framework. False when overtaken.</summary>
    Task<bool> Update(Project next);

    /// <summary>New builds, their operations, and the project that waits for the newest of them. False when overtaken.</summary>
    Task<bool> Queue(Project next, IReadOnlyList<ProjectBuild> builds, IReadOnlyList<ProjectOperation> operations);

    /// <summary>Phase 1 of a start. False when overtaken.</summary>
    /// <exception cref="BadRowException">A constraint.</exception>
    Task<bool> Begin(Project next);

    /// <summary>The metrics of a build that begins.</summary>
    /// <exception cref="BadRowException">A constraint.</exception>
    Task SaveStarted(ProjectBuild build);

    /// <summary>Phase 2 of a start. False when overtaken.</summary>
    /// <exception cref="BadRowException">A constraint.</exception>
    Task<bool> PointToCurrent(Project next);

    /// <summary>The ends of builds, and of the project when one was its newest. False when overtaken.</summary>
    /// <exception cref="BadRowException">A constraint.</exception>
    Task<bool> End(Project? next, IReadOnlyList<ProjectBuild> builds);

    /// <summary>Nothing is left to do for these.</summary>
    Task Settle(IReadOnlyList<ProjectBuild> builds);

    /// <summary>Builds in the hands of workers that their project does not know: news of them was lost.</summary>
    Task<IReadOnlyList<(ProjectId Project, string BuildId)>> Unfollowed(int limit);

    /// <summary>Forgets operations, nonces and answers to idempotency keys that have expired.</summary>
    Task Sweep(DateTimeOffset now);

    /// <summary>Removes metrics of builds that ended before these instants.</summary>
    Task Retire(DateTimeOffset doneBefore, DateTimeOffset failedBefore, int limit);
}
