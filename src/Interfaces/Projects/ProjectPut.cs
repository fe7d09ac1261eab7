namespace GrainJobs.Projects;

/// <summary>A project, and whether this call made it.</summary>
[GenerateSerializer, Immutable, Alias("gj.ProjectPut")]
public sealed record ProjectPut([property: Id(0)] Project Project, [property: Id(1)] bool Created);
