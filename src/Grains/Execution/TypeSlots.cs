namespace GrainJobs.Execution;

/// <summary>The places of one job type on this silo, and how quick its jobs are.</summary>
internal sealed class TypeSlots(HandlerDescriptor handler, ExecutionOptions options) : IDisposable
{
    private const double Smoothing = 0.05;
    private readonly SemaphoreSlim places = new(handler.Options.Concurrency);
    private int outstanding;
    private double averageSeconds;
    private int measured;

    public HandlerDescriptor Handler => handler;

    /// <summary>How many more may be leased now.</summary>
    public int Allowance => handler.Options.Concurrency + Ahead - Volatile.Read(ref outstanding);

    private int Ahead => measured > handler.Options.Concurrency && averageSeconds < options.QuickWithin.TotalSeconds ? options.LeaseAhead : 0;

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
