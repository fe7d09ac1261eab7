namespace GrainJobs.Queues;

/// <summary>A batch found in its row, with what it still holds.</summary>
internal sealed record RecoveredBatch(long Id, IReadOnlyList<HeldLease> Leases);
