namespace GrainJobs.Storage;

/// <summary>Who waits for writes. Each is settled or failed once.</summary>
internal interface IWriteWaiter
{
    void Settle(int place, WriteOutcome outcome);

    void Fail(Exception exception);
}
