using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace GrainJobs.Benchmarks.Micro;

/// <summary>The hot pieces alone, time and allocations of one job: <c>--micro [filter]</c>.</summary>
internal static class MicroCommand
{
    private static readonly Type[] Pieces = [typeof(TransitionBenchmark), typeof(CommitBenchmark), typeof(PickBenchmark), typeof(JsonBenchmark)];

    public static int Run(string folder)
    {
        // In this process: no project is generated and built for a measurement.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(8);
        var config = DefaultConfig.Instance.AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).AddExporter(JsonExporter.Brief).WithArtifactsPath(folder).WithOptions(ConfigOptions.JoinSummary);
        return BenchmarkRunner.Run(Pieces, config).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
    }
}
