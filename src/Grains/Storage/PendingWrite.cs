namespace GrainJobs.Storage;

/// <summary>A write on its way, and who waits for it.</summary>
internal sealed class PendingWrite(StoreWrite write, long deadline)
{
    // A continuation on the writer's loop would hold up every other caller.
    private readonly TaskCompletionSource<WriteOutcome> settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal StoreWrite Write { get; } = write;

    internal string Key { get; } = write.Key;

    internal int Size { get; } = write.Size;

    /// <summary>A timestamp of the engine's clock.</summary>
    internal long Deadline { get; } = deadline;

    /// <summary>An attempt was not confirmed: it may have committed.</summary>
    internal bool IsAmbiguous { get; set; }

    internal bool IsSettled => settled.Task.IsCompleted;

    internal Task<WriteOutcome> Settled => settled.Task;

    internal void Settle(WriteOutcome outcome) => settled.TrySetResult(outcome);

    internal void Fail(Exception exception) => settled.TrySetException(exception);
}
