namespace GrainJobs.Builds;

/// <summary>A place in the list of builds, newest first.</summary>
[GenerateSerializer, Immutable, Alias("gj.BuildCursor")]
public sealed record BuildCursor([property: Id(0)] DateTimeOffset CreatedAt, [property: Id(1)] string Id);
