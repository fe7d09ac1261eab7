namespace GrainJobs.Projects;

/// <summary>Builds of a project, newest first.</summary>
internal sealed record ProjectBuildPage(ProjectBuildView[] Builds, string? NextCursor);
