using Orleans.Concurrency;

namespace GrainJobs.Projects;

/// <summary>Reads on the nearest silo.</summary>
[StatelessWorker(4)]
[Reentrant]
internal sealed class ProjectDeskGrain(IProjectStore store) : Grain, IProjectDeskGrain
{
    public Task<Project?> Find(ProjectId id) => store.Find(id);

    public async Task<Project[]> List(ProjectCursor? after, int limit) => [.. await store.List(after, limit)];

    public async Task<ProjectBuild[]> Builds(ProjectId id, long? before, int limit) => [.. await store.Builds(id, before, limit)];
}
