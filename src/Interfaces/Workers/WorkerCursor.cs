namespace GrainJobs.Workers;

/// <summary>A place in the list of workers, newest first.</summary>
[GenerateSerializer, Immutable, Alias("gj.WorkerCursor")]
public sealed record WorkerCursor([property: Id(0)] DateTimeOffset RegisteredAt, [property: Id(1)] string Id);
