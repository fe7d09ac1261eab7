namespace GrainJobs.Builds;

/// <summary>What the creator asked for. Never changes after the build was created.</summary>
[GenerateSerializer, Immutable, Alias("gj.BuildSpec")]
public sealed record BuildSpec
{
    [Id(0)]
    public required BuildId Id { get; init; }

    /// <summary>A name of the configured list; only workers that declare it get the build.</summary>
    [Id(1)]
    public required string Platform { get; init; }

    /// <summary>A higher number runs first.</summary>
    [Id(2)]
    public int Priority { get; init; }

    /// <summary>It was created before its source existed.</summary>
    [Id(3)]
    public bool AwaitSource { get; init; }

    /// <summary>Certificates and profiles, a zip; absent when none were given.</summary>
    [Id(4)]
    public BuildFile? Certs { get; init; }

    [Id(5)]
    public string? ProjectId { get; init; }

    /// <summary>The build this one repeats.</summary>
    [Id(6)]
    public BuildId? OriginalBuildId { get; init; }
}
