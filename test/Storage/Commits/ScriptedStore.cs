using System.Collections.Concurrent;

namespace GrainJobs.Storage;

/// <summary>A commit store that does what a test says, and remembers what it was given.</summary>
internal sealed class ScriptedStore : ICommitStore
{
    private int committing;

    internal ConcurrentQueue<StoreWrite[]> Batches { get; } = new();

    internal int MostAtOnce { get; private set; }

    /// <summary>Runs for every batch; null answers commit it.</summary>
    internal Func<IReadOnlyList<StoreWrite>, Task<WriteOutcome[]?>> OnCommit { get; set; } = static _ => Task.FromResult<WriteOutcome[]?>(null);

    internal Func<StoreWrite, bool?> OnReconcile { get; set; } = static _ => false;

    public async Task<WriteOutcome[]> Commit(IReadOnlyList<StoreWrite> batch, CancellationToken cancellationToken)
    {
        Batches.Enqueue([.. batch]);
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref committing));
        try
        {
            return await OnCommit(batch) ?? [.. batch.Select(_ => WriteOutcome.Committed)];
        }
        finally
        {
            Interlocked.Decrement(ref committing);
        }
    }

    public Task<bool?[]> Reconcile(IReadOnlyList<StoreWrite> batch, CancellationToken cancellationToken) =>
        Task.FromResult(batch.Select(OnReconcile).ToArray());
}
