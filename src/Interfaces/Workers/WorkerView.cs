using System.Collections.Immutable;

namespace GrainJobs.Workers;

/// <summary>A worker as an operator sees it.</summary>
[GenerateSerializer, Immutable, Alias("gj.WorkerView")]
public sealed record WorkerView
{
    [Id(0)]
    public required WorkerId Id { get; init; }

    [Id(1)]
    public required string Name { get; init; }

    [Id(2)]
    public required WorkerStatus Status { get; init; }

    [Id(3)]
    public required int Capacity { get; init; }

    /// <summary>Empty: all.</summary>
    [Id(4)]
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>JSON text; absent when none were given.</summary>
    [Id(5)]
    public string? Capabilities { get; init; }

    /// <summary>It takes no new work.</summary>
    [Id(6)]
    public bool Draining { get; init; }

    [Id(7)]
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>To within half a minute.</summary>
    [Id(8)]
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Jobs and builds it holds now.</summary>
    [Id(9)]
    public long Held { get; init; }

    /// <summary>The generation of the tokens it is given.</summary>
    [Id(10)]
    public int Generation { get; init; }
}
