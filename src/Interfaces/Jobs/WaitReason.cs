namespace GrainJobs.Jobs;

/// <summary>Exactly why a job has not started. Kind: input, dependency, due, position, paused, limit, key, rate, worker, lease.</summary>
[GenerateSerializer, Immutable, Alias("gj.WaitReason")]
public sealed record WaitReason
{
    [Id(0)]
    public required string Kind { get; init; }

    /// <summary>The sentence for a person.</summary>
    [Id(1)]
    public required string Detail { get; init; }

    /// <summary>How many go first; absent when it is not in line.</summary>
    [Id(2)]
    public long? Position { get; init; }

    /// <summary>The key, dependency or limit that blocks.</summary>
    [Id(3)]
    public string? Blocker { get; init; }

    /// <summary>When it becomes due.</summary>
    [Id(4)]
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>More than <see cref="Position"/> may go first: a longer line is not counted to its end.</summary>
    [Id(5)]
    public bool IsAtLeast { get; init; }
}
