using GrainJobs.Leases;

namespace GrainJobs.Queues;

/// <summary>Work of which many can be leased by one row, until each row shows what became of it.</summary>
internal interface IBatchedWork : IQueuedWork
{
    /// <summary>From now on only this activation of the queue leases batches; answers its claim.</summary>
    Task<long> Claim(QueueName queue);

    /// <summary>Grants all of the entries by one row; null when the claim or one of the entries is out of date.</summary>
    Task<StartedBatch?> StartBatch(QueueName queue, long claim, IReadOnlyList<QueueEntry> entries, LeaseRequest request);

    /// <summary>What batches still hold in a queue.</summary>
    Task<IReadOnlyList<RecoveredBatch>> RecoverBatches(QueueName queue, DateTimeOffset now);

    /// <summary>Writes the start of one that takes longer into its row; false when the row says that the batch holds it no more.</summary>
    Task<bool> Show(HeldLease lease);

    /// <summary>The queue forgets a lease of a batch.</summary>
    void Drop(HeldLease lease);

    /// <summary>Nothing is held by the batch any more.</summary>
    Task EndBatch(long batchId);
}
