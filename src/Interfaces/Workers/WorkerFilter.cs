namespace GrainJobs.Workers;

/// <summary>Which workers to list, newest registration first.</summary>
[GenerateSerializer, Immutable, Alias("gj.WorkerFilter")]
public sealed record WorkerFilter
{
    /// <summary>1 to 500.</summary>
    [Id(0)]
    public int Limit { get; init; } = 50;

    /// <summary>Continue after this one.</summary>
    [Id(1)]
    public WorkerCursor? After { get; init; }
}
