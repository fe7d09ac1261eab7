namespace GrainJobs.Projects;

/// <summary>A place in the list of projects, newest first.</summary>
[GenerateSerializer, Immutable, Alias("gj.ProjectCursor")]
public sealed record ProjectCursor([property: Id(0)] DateTimeOffset CreatedAt, [property: Id(1)] string Id);
