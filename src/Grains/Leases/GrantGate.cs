using Microsoft.Extensions.Hosting;

namespace GrainJobs.Leases;

/// <summary>
/// Every handing out of work on this silo passes here. A silo that stops closes it just before it leaves the cluster, and goes when the
/// last grant under way has been answered: a grant whose answer dies with the silo would lie idle until its lease ends.
/// </summary>
internal sealed class GrantGate(TimeProvider time) : IHostedService
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private int underWay;
    private volatile bool closed;

    /// <summary>False: nothing is handed out here any more. True: <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        Interlocked.Increment(ref underWay);
        if (!closed)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref underWay);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The last answers have a moment to leave, too.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        closed = true;
        var began = time.GetTimestamp();
        do
        {
            await Task.Delay(LookEvery, time, CancellationToken.None);
        }
        while (Volatile.Read(ref underWay) > 0 && time.GetElapsedTime(began) < CloseWithin && !cancellationToken.IsCancellationRequested);
    }
}
