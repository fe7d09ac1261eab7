namespace GrainJobs.Builds;

/// <summary>Builds by status, counted from the rows.</summary>
[GenerateSerializer, Immutable, Alias("gj.BuildCounts")]
public sealed record BuildCounts
{
    [Id(0)]
    public long Pending { get; init; }

    [Id(1)]
    public long Assigned { get; init; }

    [Id(2)]
    public long Building { get; init; }

    [Id(3)]
    public long Completed { get; init; }

    [Id(4)]
    public long Failed { get; init; }

    [Id(5)]
    public long Cancelled { get; init; }

    /// <summary>Of the pending ones, those whose source is still to come.</summary>
    [Id(6)]
    public long AwaitingSource { get; init; }

    /// <summary>Submitted since midnight UTC.</summary>
    [Id(7)]
    public long Today { get; init; }

    public long Total => Pending + Assigned + Building + Completed + Failed + Cancelled;
}
