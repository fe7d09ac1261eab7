namespace GrainJobs.Storage;

/// <summary>Group commit: collects the writes of all grains of this process and commits them together.</summary>
internal interface ICommitEngine
{
    /// <summary>Completes after the commit.</summary>
    /// <exception cref="StorageUnavailableException">Not confirmed in time; the outcome may be unknown.</exception>
    /// <exception cref="OverloadedException">The queue of writes is full; nothing was begun.</exception>
    Task<WriteOutcome> Commit(StoreWrite write);

    /// <summary>As <see cref="Commit"/> for many, each of them whole or not at all and failing alone; completes after the last one. Fails when any is unconfirmed; when they do not all fit, none is begun.</summary>
    Task<WriteOutcome[]> CommitAll(IReadOnlyList<StoreWrite> writes);
}
