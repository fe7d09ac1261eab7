namespace GrainJobs.Jobs;

/// <summary>The short answer to a submission among many: which job it is, and whether this call made it.</summary>
[GenerateSerializer, Immutable, Alias("gj.JobReceipt")]
public sealed record JobReceipt([property: Id(0)] JobId Id, [property: Id(1)] bool Created);
