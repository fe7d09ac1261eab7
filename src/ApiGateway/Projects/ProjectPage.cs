namespace GrainJobs.Projects;

/// <summary>Projects, newest first.</summary>
internal sealed record ProjectPage(ProjectView[] Projects, string? NextCursor);
