namespace GrainJobs.Jobs;

/// <summary>Where a log ends.</summary>
internal readonly record struct LogEnd(long LastSeq, long Bytes);
