namespace GrainJobs.Jobs;

/// <summary>The new job that a retry made.</summary>
public sealed record JobAgain(string JobId, string OriginalJobId);
