using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using GrainJobs.Jobs;
using GrainJobs.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrainJobs.Benchmarks.Micro;

/// <summary>The group commit around a database that takes no time: what it costs to gather writes and to hand out their outcomes.</summary>
public class CommitBenchmark
{
    private const int Writes = 1_000;

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private CommitEngine engine = null!;
    private JobWrite[] writes = [];

    [GlobalSetup]
    public void Start()
    {
        engine = new(new InstantStore(), new(), TimeProvider.System, services.GetRequiredService<IMeterFactory>(), NullLogger<CommitEngine>.Instance);
        writes = [.. Enumerable.Range(0, Writes).Select(i => JobLifecycle.Create(SampleJob.Spec(i), dependenciesMet: true, SampleJob.Noon).ToWrite())];
    }

    [GlobalCleanup]
    public async Task Stop()
    {
        await engine.DisposeAsync();
        await services.DisposeAsync();
    }

    /// <summary>A thousand writes at once, each awaited.</summary>
    [Benchmark(OperationsPerInvoke = Writes)]
    public Task Commit() => Task.WhenAll(Array.ConvertAll(writes, write => engine.Commit(write)));

    private sealed class InstantStore : ICommitStore
    {
        public Task<WriteOutcome[]> Commit(IReadOnlyList<StoreWrite> batch, CancellationToken cancellationToken)
        {
            var outcomes = new WriteOutcome[batch.Count];
            Array.Fill(outcomes, WriteOutcome.Committed);
            return Task.FromResult(outcomes);
        }

        public Task<bool?[]> Reconcile(IReadOnlyList<StoreWrite> batch, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
