namespace GrainJobs.Execution;

/// <summary>The places of one job type on this silo, and how quick its jobs are.</summary>
internal sealed class TypeSlots(HandlerDescriptor handler, ExecutionOptions options) : IDisposable
{
    private const double Smoothing = 0.05;
    private const double AheadSeconds = 0.1;
    private readonly SemaphoreSlim places = new(handler.Options.Concurrency);
    private int outstanding;
    private double averageSeconds;
    private int measured;

    public HandlerDescriptor Handler => handler;

    /// <summary>Jobs of this type are over in a moment.</summary>
    public bool AreQuick => measured > handler.Options.Concurrency && averageSeconds < options.QuickWithin.TotalSeconds;

    /// <summary>How many more may be leased now.</summary>
    public int Allowance => handler.Options.Concurrency + Ahead - Volatile.Read(ref outstanding);

    // No more than its places run in a moment: what is leased ahead waits here and not in the queue, where others could take it.
    private int Ahead => AreQuick
        ? (int)Math.Min(options.LeaseAhead, handler.Options.Concurrency * AheadSeconds / Math.Max(averageSeconds, 1e-6))
        : 0;

    public void Reserve(int count) => Interlocked.Add(ref outstanding, count);

    public void Return(int count = 1) => Interlocked.Add(ref outstanding, -count);

    public Task Enter(CancellationToken stop) => places.WaitAsync(stop);

    public void Leave(TimeSpan took)
    {
        places.Release();
        averageSeconds += (took.TotalSeconds - averageSeconds) * (measured < 20 ? 0.2 : Smoothing);
        measured = Math.Min(measured + 1, int.MaxValue - 1);
    }

    public void Dispose() => places.Dispose();
}
