namespace GrainJobs.Storage;

/// <summary>The database side of the commit engine.</summary>
internal interface ICommitStore
{
    /// <summary>Commits a batch of different keys in one transaction; one outcome per write, in order.</summary>
    /// <exception cref="BadRowException">The content of some write was refused and nothing was committed: commit in halves to find it.</exception>
    /// <exception cref="RowLockedException">A stranger holds some row and nothing was committed: commit in halves to find it.</exception>
    /// <exception cref="StorageUnavailableException">Not confirmed: ask <see cref="Reconcile"/> before trying again.</exception>
    Task<WriteOutcome[]> Commit(IReadOnlyList<StoreWrite> batch, CancellationToken cancellationToken);

    /// <summary>Which of these writes are in the database, by write id; null where it can't be told any more.</summary>
    Task<bool?[]> Reconcile(IReadOnlyList<StoreWrite> batch, CancellationToken cancellationToken);
}
