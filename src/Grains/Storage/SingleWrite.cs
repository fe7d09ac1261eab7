namespace GrainJobs.Storage;

/// <summary>Whoever waits for one write. A continuation on the writer's loop would hold up every other caller.</summary>
internal sealed class SingleWrite() : TaskCompletionSource<WriteOutcome>(TaskCreationOptions.RunContinuationsAsynchronously), IWriteWaiter
{
    public void Settle(int place, WriteOutcome outcome) => TrySetResult(outcome);

    public void Fail(Exception exception) => TrySetException(exception);
}
