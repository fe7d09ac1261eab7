namespace GrainJobs.Leases;

/// <summary>One leased job while a handler works on it.</summary>
public sealed class JobRun : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private int progress = -1;

    internal JobRun(LeasedJob job) => Job = job;

    public LeasedJob Job { get; }

    /// <summary>Cancelled when the job is to be cancelled, the lease is lost, or the worker ends.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Nothing this run reports will count.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Percent done; goes out with the next heartbeat.</summary>
    public void Report(int percent) => Volatile.Write(ref progress, Math.Clamp(percent, 0, 100));

    public void Dispose() => stop.Dispose();

    internal LeaseHold Held => new(Job.LeaseToken, Volatile.Read(ref progress) is >= 0 and var percent ? percent : null);

    internal void End(bool lost)
    {
        IsLost |= lost;
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself meanwhile.
        }
    }
}
