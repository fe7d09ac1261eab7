namespace GrainJobs.Jobs;

/// <summary>What became of the jobs of one type.</summary>
[GenerateSerializer, Immutable, Alias("gj.TypeCount")]
public sealed record TypeCount
{
    [Id(0)]
    public required string JobType { get; init; }

    /// <summary>Completed, the skipped ones not among them.</summary>
    [Id(1)]
    public long Completed { get; init; }

    [Id(2)]
    public long Skipped { get; init; }

    [Id(3)]
    public long Failed { get; init; }

    [Id(4)]
    public long Cancelled { get; init; }

    /// <summary>Attempts beyond the first.</summary>
    [Id(5)]
    public long Retried { get; init; }

    /// <summary>Not finished yet.</summary>
    [Id(6)]
    public long Unfinished { get; init; }
}
