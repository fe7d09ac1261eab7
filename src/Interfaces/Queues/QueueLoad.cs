namespace GrainJobs.Queues;

/// <summary>Jobs and builds of all queues.</summary>
/// <param name="Pending">Those that wait: for input, their time or a worker.</param>
/// <param name="Active">Those that run.</param>
[GenerateSerializer, Immutable, Alias("gj.QueueLoad")]
public sealed record QueueLoad([property: Id(0)] long Pending, [property: Id(1)] long Active);
