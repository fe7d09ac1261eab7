namespace GrainJobs.Builds;

/// <summary>A stored file of a build. The bytes are in the file store, shared by all gateways.</summary>
[GenerateSerializer, Immutable, Alias("gj.BuildFile")]
public sealed record BuildFile
{
    /// <summary>Our own id; what it is stored under.</summary>
    [Id(0)]
    public required string FileId { get; init; }

    /// <summary>Bytes.</summary>
    [Id(1)]
    public required long Length { get; init; }

    /// <summary>64 lower-case hex digits.</summary>
    [Id(2)]
    public required string Sha256 { get; init; }

    /// <summary>The name the client gave it: data, never a path.</summary>
    [Id(3)]
    public string? Name { get; init; }
}
