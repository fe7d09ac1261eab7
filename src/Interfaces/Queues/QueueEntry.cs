namespace GrainJobs.Queues;

/// <summary>What a queue knows of one waiting job or build: enough to put it in order.</summary>
[GenerateSerializer, Immutable, Alias("gj.QueueEntry")]
public sealed record QueueEntry
{
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>What a worker must be able to do: the job type or the platform.</summary>
    [Id(1)]
    public required string Lane { get; init; }

    /// <summary>The concurrency key; empty: none.</summary>
    [Id(2)]
    public string Key { get; init; } = "";

    [Id(3)]
    public required int Priority { get; init; }

    [Id(4)]
    public required DateTimeOffset ReadyAt { get; init; }

    /// <summary>The row's version when this was known; 0: unknown.</summary>
    [Id(5)]
    public long Version { get; init; }
}
