namespace GrainJobs.Jobs;

/// <summary>Some jobs, newest first; <see cref="NextCursor"/> is absent on the last page.</summary>
public sealed record JobList(IReadOnlyList<JobSnapshot> Jobs, string? NextCursor);
