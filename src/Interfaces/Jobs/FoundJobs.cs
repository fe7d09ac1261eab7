namespace GrainJobs.Jobs;

/// <summary>Some jobs, newest first, and where to go on; absent: that was the last of them. Fewer than asked for, even none, may come before more.</summary>
[GenerateSerializer, Immutable, Alias("gj.FoundJobs")]
public sealed record FoundJobs([property: Id(0)] Job[] Jobs, [property: Id(1)] JobCursor? Next);
