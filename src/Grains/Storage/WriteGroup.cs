namespace GrainJobs.Storage;

/// <summary>Writes whose caller waits for all of them: woken once, when the last one is settled.</summary>
internal sealed class WriteGroup(int count) : IWriteWaiter
{
    private readonly WriteOutcome[] outcomes = new WriteOutcome[count];
    private readonly TaskCompletionSource<WriteOutcome[]> settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int open = count;
    private Exception? failure;

    /// <summary>Fails, if any of them does, with the first one's exception.</summary>
    internal Task<WriteOutcome[]> Settled => settled.Task;

    public void Settle(int place, WriteOutcome outcome)
    {
        outcomes[place] = outcome;
        Close();
    }

    public void Fail(Exception exception)
    {
        Interlocked.CompareExchange(ref failure, exception, null);
        Close();
    }

    private void Close()
    {
        if (Interlocked.Decrement(ref open) > 0)
        {
            return;
        }

        if (failure is { } first)
        {
            settled.TrySetException(first);
        }
        else
        {
            settled.TrySetResult(outcomes);
        }
    }
}
