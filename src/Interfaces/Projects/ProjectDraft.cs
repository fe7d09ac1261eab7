namespace GrainJobs.Projects;

/// <summary>What is said of a project. Absent fields stay as they are.</summary>
[GenerateSerializer, Immutable, Alias("gj.ProjectDraft")]
public sealed record ProjectDraft([property: Id(0)] string? Name, [property: Id(1)] string? Framework);
