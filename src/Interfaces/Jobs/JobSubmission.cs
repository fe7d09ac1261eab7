namespace GrainJobs.Jobs;

/// <summary>The answer to a submission: the job, and whether this call made it.</summary>
[GenerateSerializer, Immutable, Alias("gj.JobSubmission")]
public sealed record JobSubmission([property: Id(0)] Job Job, [property: Id(1)] bool Created);
