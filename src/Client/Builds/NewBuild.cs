namespace GrainJobs.Builds;

/// <summary>A build to submit. Files are streamed from disk, anew for every try.</summary>
public sealed record NewBuild
{
    /// <summary>A name of the gateway's list.</summary>
    public required string Platform { get; init; }

    /// <summary>Path of the source zip; absent: the source is saved later.</summary>
    public string? SourceFile { get; init; }

    /// <summary>Path of the certificates zip.</summary>
    public string? CertsFile { get; init; }

    public string? ProjectId { get; init; }

    /// <summary>A higher number runs first.</summary>
    public int? Priority { get; init; }
}
