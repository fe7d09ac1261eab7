namespace GrainJobs.Jobs;

/// <summary>One step of a pipeline: its type and its own payload (JSON text). The result of the one before is its input.</summary>
[GenerateSerializer, Immutable, Alias("gj.JobStage")]
public sealed record JobStage([property: Id(0)] string JobType, [property: Id(1)] string? Payload);
