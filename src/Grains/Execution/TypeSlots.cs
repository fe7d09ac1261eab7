namespace GrainJobs.Execution;

/// <summary>The places of one job type on this silo, and how quick its jobs are.</summary>
internal sealed class TypeSlots(HandlerDescriptor handler, ExecutionOptions options) : IDisposable
{
    private const double Smoothing = 0.05;
    private const double AheadSeconds = 0.1;
    private readonly SemaphoreSlim places = new(handler.Options.Concurrency);
    private readonly Lock gate = new();
    private readonly Queue<Attendance> waiting = new();
    private readonly HashSet<Attendance> waits = [];
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

    /// <summary>Reserves one that nothing waits for, as far as can be told.</summary>
    /// <returns>How many are reserved now; null when none is free.</returns>
    public int? ReserveFree()
    {
        if (Volatile.Read(ref outstanding) >= handler.Options.Concurrency)
        {
            return null;
        }

        var reserved = Interlocked.Increment(ref outstanding);
        if (reserved <= handler.Options.Concurrency)
        {
            return reserved;
        }

        Return();
        return null;
    }

    /// <summary>Gives places back: the queues that wait for one get them in turn.</summary>
    public void Return(int count = 1)
    {
        Interlocked.Add(ref outstanding, -count);
        WakeNext(count);
    }

    /// <summary>All places are taken: this one is called when one is free and its turn has come. True when one is free after all.</summary>
    public bool Await(Attendance attendance)
    {
        lock (gate)
        {
            if (waits.Add(attendance))
            {
                waiting.Enqueue(attendance);
            }
        }

        // A place that was given back before it stood in line woke nobody.
        return Allowance > 0;
    }

    /// <summary>That many of those who wait for a place try again.</summary>
    public void WakeNext(int count)
    {
        lock (gate)
        {
            while (count > 0 && waiting.TryDequeue(out var next))
            {
                waits.Remove(next);
                count -= next.Signal() ? 1 : 0;
            }
        }
    }

    public Task Enter(CancellationToken stop) => places.WaitAsync(stop);

    public void Leave(TimeSpan took)
    {
        places.Release();
        averageSeconds += (took.TotalSeconds - averageSeconds) * (measured < 20 ? 0.2 : Smoothing);
        measured = Math.Min(measured + 1, int.MaxValue - 1);
    }

    public void Dispose() => places.Dispose();
}
