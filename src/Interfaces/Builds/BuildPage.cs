namespace GrainJobs.Builds;

/// <summary>Some builds, newest first, and how many match in all.</summary>
[GenerateSerializer, Immutable, Alias("gj.BuildPage")]
public sealed record BuildPage([property: Id(0)] Build[] Builds, [property: Id(1)] long Total);
