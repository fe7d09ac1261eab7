namespace GrainJobs.Queues;

/// <summary>What became of the entries of a batch, in their order. An entry that can't be granted is not part of the batch.</summary>
internal sealed record StartedBatch(long Id, IReadOnlyList<StartOutcome> Outcomes);
