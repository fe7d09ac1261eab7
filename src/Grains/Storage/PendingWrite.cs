namespace GrainJobs.Storage;

/// <summary>A write on its way, and who waits for it.</summary>
/// <param name="write">What is to be written.</param>
/// <param name="deadline">A timestamp of the engine's clock.</param>
/// <param name="waiter">Who waits.</param>
/// <param name="place">Which of the waiter's writes it is.</param>
internal sealed class PendingWrite(StoreWrite write, long deadline, IWriteWaiter waiter, int place)
{
    private int isSettled;

    internal StoreWrite Write { get; } = write;

    internal string Key { get; } = write.Key;

    internal int Size { get; } = write.Size;

    internal long Deadline { get; } = deadline;

    /// <summary>An attempt was not confirmed: it may have committed.</summary>
    internal bool IsAmbiguous { get; set; }

    internal bool IsSettled => Volatile.Read(ref isSettled) != 0;

    internal void Settle(WriteOutcome outcome)
    {
        if (Interlocked.Exchange(ref isSettled, 1) == 0)
        {
            waiter.Settle(place, outcome);
        }
    }

    internal void Fail(Exception exception)
    {
        if (Interlocked.Exchange(ref isSettled, 1) == 0)
        {
            waiter.Fail(exception);
        }
    }
}
