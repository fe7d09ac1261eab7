namespace GrainJobs.Jobs;

/// <summary>What a job works on: described here, its bytes beside the row (small) or in the file store.</summary>
[GenerateSerializer, Immutable, Alias("gj.JobInput")]
public sealed record JobInput
{
    [Id(0)]
    public required string ContentType { get; init; }

    /// <summary>Bytes.</summary>
    [Id(1)]
    public required long Length { get; init; }

    /// <summary>The stored file; absent when the bytes lie beside the row.</summary>
    [Id(2)]
    public string? FileId { get; init; }

    /// <summary>The name the client gave the file: data, never a path.</summary>
    [Id(3)]
    public string? FileName { get; init; }

    /// <summary>What else the one who saved it said of it: JSON text.</summary>
    [Id(4)]
    public string? Attributes { get; init; }
}
