namespace GrainJobs.Benchmarks;

/// <summary>The small payload of every benchmark job.</summary>
internal sealed record BenchPayload(int I);
