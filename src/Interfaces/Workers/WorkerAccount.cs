namespace GrainJobs.Workers;

/// <summary>A worker with what it has done.</summary>
[GenerateSerializer, Immutable, Alias("gj.WorkerAccount")]
public sealed record WorkerAccount
{
    [Id(0)]
    public required WorkerView Worker { get; init; }

    /// <summary>Builds that ended in its hands.</summary>
    [Id(1)]
    public long Completed { get; init; }

    [Id(2)]
    public long Failed { get; init; }

    /// <summary>Since its first registration.</summary>
    [Id(3)]
    public required TimeSpan Uptime { get; init; }
}
