namespace GrainJobs.Workers;

/// <summary>The answer to a registration: the worker, and whether it was known.</summary>
[GenerateSerializer, Immutable, Alias("gj.WorkerWelcome")]
public sealed record WorkerWelcome([property: Id(0)] WorkerView Worker, [property: Id(1)] bool WasKnown);
