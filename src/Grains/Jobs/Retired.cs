namespace GrainJobs.Jobs;

/// <summary>What retention removed.</summary>
internal sealed record Retired(int Rows, IReadOnlyList<string> Files);
