using GrainJobs.Leases;
using GrainJobs.Queues;

namespace GrainJobs.Execution;

/// <summary>One attempt on this silo, from its grant to its acknowledged report.</summary>
internal sealed class RunningAttempt(LeaseGrant grant) : IDisposable
{
    private readonly CancellationTokenSource stop = new();

    public LeaseGrant Grant => grant;

    public QueueName Queue => grant.Job!.Spec.Queue;

    public CancellationToken Stop => stop.Token;

    /// <summary>Why it was stopped; absent: it was not.</summary>
    public StopCause? Cause { get; private set; }

    public void End(StopCause cause)
    {
        Cause ??= cause;
        stop.Cancel();
    }

    public void EndAfter(TimeSpan limit) => stop.CancelAfter(limit);

    public void Dispose() => stop.Dispose();
}
