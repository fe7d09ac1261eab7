namespace GrainJobs.Jobs;

/// <summary>What the creator of a tracked job reports. Absent fields stay as they are.</summary>
[GenerateSerializer, Immutable, Alias("gj.JobPatch")]
public sealed record JobPatch
{
    [Id(0)]
    public JobStatus? Status { get; init; }

    /// <summary>0 to 100; never goes down.</summary>
    [Id(1)]
    public int? Progress { get; init; }

    [Id(2)]
    public string? Message { get; init; }

    [Id(3)]
    public string? DocumentId { get; init; }

    /// <summary>JSON text.</summary>
    [Id(4)]
    public string? Result { get; init; }

    [Id(5)]
    public string? Error { get; init; }
}
