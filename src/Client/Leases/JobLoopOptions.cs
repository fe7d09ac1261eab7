namespace GrainJobs.Leases;

/// <summary>What a worker loop leases, and how much of it at once.</summary>
public sealed record JobLoopOptions
{
    public required string Queue { get; init; }

    /// <summary>Constant over restarts, different for every running process.</summary>
    public required string WorkerId { get; init; }

    /// <summary>Jobs at once.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>How long one request for work waits at the gateway; at most 30 s.</summary>
    public TimeSpan PollWait { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>After the stop, running jobs get this long; then they are cancelled and handed back.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Told of every fault the loop survives; must not throw.</summary>
    public Action<Exception>? OnFault { get; init; }
}
