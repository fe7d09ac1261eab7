namespace GrainJobs.Projects;

/// <summary>Reads of committed project rows, answered by the nearest silo. Key 0.</summary>
[Alias("gj.IProjectDeskGrain")]
public interface IProjectDeskGrain : IGrainWithIntegerKey
{
    /// <summary>The project as committed; null when there is none.</summary>
    [Alias("Find")]
    Task<Project?> Find(ProjectId id);

    /// <summary>Newest first.</summary>
    /// <param name="after">Continue after this one; null: from the start.</param>
    [Alias("List")]
    Task<Project[]> List(ProjectCursor? after, int limit);

    /// <summary>The builds of a project, newest first.</summary>
    /// <param name="before">Only those with a lower number; null: from the newest.</param>
    [Alias("Builds")]
    Task<ProjectBuild[]> Builds(ProjectId id, long? before, int limit);
}
