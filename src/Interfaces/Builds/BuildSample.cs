namespace GrainJobs.Builds;

/// <summary>What a build's processes used at an instant.</summary>
[GenerateSerializer, Immutable, Alias("gj.BuildSample")]
public sealed record BuildSample
{
    /// <summary>The highest reading believed: ten cores' worth, as in the original protocol.</summary>
    public const double MostCpuPercent = 1_000;

    /// <summary>The highest reading believed, as in the original protocol.</summary>
    public const double MostMemoryMb = 1_000_000;

    [Id(0)]
    public required DateTimeOffset At { get; init; }

    /// <summary>Percent of one core, 0 to 1000.</summary>
    [Id(1)]
    public required double CpuPercent { get; init; }

    /// <summary>Megabytes, 0 to 1,000,000.</summary>
    [Id(2)]
    public required double MemoryMb { get; init; }
}
