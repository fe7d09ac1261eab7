namespace GrainJobs.Jobs;

/// <summary>A job as a batch leased it: queued at that version. Every write that ends the lease counts the attempt, so the row tells whether it still holds.</summary>
internal sealed record BatchedJob(string Id, long Version, int Attempt);
