namespace GrainJobs.Jobs;

/// <summary>A place in the list of jobs, newest first.</summary>
[GenerateSerializer, Immutable, Alias("gj.JobCursor")]
public sealed record JobCursor([property: Id(0)] DateTimeOffset CreatedAt, [property: Id(1)] string Id);
