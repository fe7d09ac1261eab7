using System.Diagnostics;
using System.Globalization;
using GrainJobs.Jobs;
using GrainJobs.Storage;
using GrainJobs.Time;
using Microsoft.Extensions.DependencyInjection;

namespace GrainJobs.Benchmarks;

/// <summary>The scenarios of docs/performance.md, in the process that hosts the silo.</summary>
internal static class Scenario
{
    private const int Callers = 64;
    private const int BulkSize = 1_000;
    private const int BulkCallers = 4;
    private const int WarmUp = 150_000;

    public static async Task<Measurement> Run(string scenario, BenchmarkOptions options, PostgresServer? postgres)
    {
        var jobs = options.Jobs;
        if (scenario == "P10")
        {
            return await BuildScenario.Run(jobs, postgres);
        }

        if (scenario.StartsWith("P9", StringComparison.Ordinal))
        {
            return await HttpScenario.Run(scenario, options, postgres);
        }

        await using var database = postgres is null ? null : await FreshDatabase.Create(postgres);
        var executes = scenario is not ("P1" or "P2");
        await using var silo = await BenchSilo.Start(database?.ConnectionString, executes);
        return scenario switch
        {
            "P1" => await Timed(scenario, silo, postgres, database, jobs, warmUp: () => Single(silo, WarmUp, "warm"), () => Single(silo, jobs, "bench")),
            "P2" => await Timed(scenario, silo, postgres, database, jobs, warmUp: () => Bulk(silo, WarmUp, "warm"), () => Bulk(silo, jobs, "bench")),
            "P3" => await Drain(silo, postgres, database, jobs),
            "P4" => await Timed(scenario, silo, postgres, database, jobs, () => EndToEnd(silo, WarmUp, "warm"), () => EndToEnd(silo, jobs, "bench")),
            "P7" => await Growth(silo, postgres, database, jobs),
            "P5" => await Pickup(silo, postgres),
            _ => throw new ArgumentException($"There is no scenario {scenario}."),
        };
    }

    private static async Task<Measurement> Timed(
        string scenario, BenchSilo silo, PostgresServer? postgres, FreshDatabase? database, int jobs, Func<Task> warmUp, Func<Task> work)
    {
        await warmUp();
        var rows = await DatabaseMeter.Start(postgres, database?.Name);
        var cpu = CpuMeter.Start(postgres);
        var busy = CpuMeter.Busy();
        var collections = Collections();
        using var commits = new CommitMeter();
        var clock = Stopwatch.StartNew();
        await work();
        clock.Stop();
        var (own, server) = cpu.Read();
        var others = (CpuMeter.Busy() - busy - own - server) / clock.Elapsed.TotalSeconds;
        var garbage = string.Join('/', Collections().Zip(collections, (after, before) => after - before));
        var cost = rows is null ? "" : await rows.PerJob(jobs);
        return new(
            scenario, Name(postgres), jobs, jobs / clock.Elapsed.TotalSeconds, "jobs/s", (own + server) * 1000 / jobs, server * 1000 / jobs,
            string.Create(CultureInfo.InvariantCulture, $"{cost}others {others:F2} cores, {commits.Read()}{garbage} collections, peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB"));
    }

    private static int[] Collections() => [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];

    private static async Task Single(BenchSilo silo, int jobs, string queue)
    {
        var next = -1;
        var desk = silo.Grains.GetGrain<IJobDeskGrain>(0);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < jobs;)
            {
                var answer = await desk.Submit(Draft(i, queue));
                Check(answer);
            }
        })));
    }

    private static async Task Bulk(BenchSilo silo, int jobs, string queue)
    {
        var desk = silo.Grains.GetGrain<IJobDeskGrain>(0);
        var chunks = new System.Collections.Concurrent.ConcurrentQueue<int[]>(Enumerable.Range(0, jobs).Chunk(BulkSize));
        await Task.WhenAll(Enumerable.Range(0, BulkCallers).Select(_ => Task.Run(async () =>
        {
            while (chunks.TryDequeue(out var chunk))
            {
                foreach (var answer in await desk.SubmitMany([.. chunk.Select(i => Draft(i, queue))]))
                {
                    Check(answer);
                }
            }
        })));
    }

    internal static async Task<Measurement> Drain(BenchSilo silo, PostgresServer? postgres, FreshDatabase? database, int jobs)
    {
        await EndToEnd(silo, WarmUp, "warm");
        var queue = silo.Grains.GetGrain<Queues.IQueueGrain>("bench");
        await queue.Pause("benchmark");
        BenchHandler.Reset();
        await Bulk(silo, jobs, "bench");
        return await Timed("P3", silo, postgres, database, jobs, () => Task.CompletedTask, async () =>
        {
            await queue.Resume();
            await Recorded(silo, "bench", jobs);
        });
    }

    /// <summary>P3 in front of a long queue: the time of the first ones, with ten times as many waiting behind.</summary>
    private static async Task<Measurement> Growth(BenchSilo silo, PostgresServer? postgres, FreshDatabase? database, int jobs)
    {
        const int Behind = 10;
        await EndToEnd(silo, WarmUp, "warm");
        var queue = silo.Grains.GetGrain<Queues.IQueueGrain>("bench");
        await queue.Pause("benchmark");
        BenchHandler.Reset();
        await Bulk(silo, jobs * Behind, "bench");
        return await Timed("P7", silo, postgres, database, jobs, () => Task.CompletedTask, async () =>
        {
            await queue.Resume();
            await Eventually.BeTrue($"{jobs} handlers ran", () => Task.FromResult(BenchHandler.Ran >= jobs), TimeSpan.FromMinutes(10));
        });
    }

    private static async Task EndToEnd(BenchSilo silo, int jobs, string queue)
    {
        BenchHandler.Reset();
        await Single(silo, jobs, queue);
        await Recorded(silo, queue, jobs);
    }

    private static async Task<Measurement> Pickup(BenchSilo silo, PostgresServer? postgres)
    {
        const int Samples = 200;
        await EndToEnd(silo, WarmUp, "warm");
        BenchHandler.StartedAt.Clear();
        BenchHandler.Reset();
        BenchHandler.NotesStarts = true;
        var desk = silo.Grains.GetGrain<IJobDeskGrain>(0);
        var (asked, answered) = (new long[Samples], new long[Samples]);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var i = 0; i < Samples && await timer.WaitForNextTickAsync(); i++)
        {
            asked[i] = Stopwatch.GetTimestamp();
            Check(await desk.Submit(Draft(i, "bench")));
            answered[i] = Stopwatch.GetTimestamp();
        }

        await Recorded(silo, "bench", Samples);
        BenchHandler.NotesStarts = false;
        var (waits, whole) = (WaitsSince(answered), WaitsSince(asked));
        var slowest = string.Join(", ", waits[^5..].Select(wait => string.Create(CultureInfo.InvariantCulture, $"{wait.Milliseconds:F1} in number {wait.Sample}")));
        return new(
            "P5", Name(postgres), Samples, waits[Samples / 2].Milliseconds, "ms p50", 0, 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"p99 {waits[Samples * 99 / 100].Milliseconds:F2} ms; from the call {whole[Samples / 2].Milliseconds:F2} and {whole[Samples * 99 / 100].Milliseconds:F2} ms; slowest {slowest}"));
    }

    /// <summary>How long each handler started after that instant, in order; a job may start before its answer has arrived.</summary>
    private static (double Milliseconds, int Sample)[] WaitsSince(long[] instants) =>
        [.. instants.Select((at, sample) => ((BenchHandler.StartedAt[sample] - at) * 1000.0 / Stopwatch.Frequency, sample)).Order()];

    /// <summary>Waits until the store has recorded them all as completed.</summary>
    private static async Task Recorded(BenchSilo silo, string queue, int jobs)
    {
        await Eventually.BeTrue($"{jobs} handlers ran", () => Task.FromResult(BenchHandler.Ran >= jobs), TimeSpan.FromMinutes(10));
        var store = silo.Services.GetRequiredService<IJobStore>();
        var name = new Queues.QueueName(queue);
        await Eventually.BeTrue(
            $"{jobs} jobs of {queue} are completed",
            async () => (await store.Counts(name)).GetValueOrDefault(JobStatus.Completed) >= jobs,
            TimeSpan.FromMinutes(10));
    }

    internal static JobDraft Draft(int i, string queue) =>
        new() { JobType = "bench", Queue = queue, Payload = string.Create(CultureInfo.InvariantCulture, $$"""{"i":{{i}}}""") };

    private static void Check<T>(Result<T> answer)
    {
        if (answer.IsRefused)
        {
            throw new InvalidOperationException(answer.Refusal.Detail);
        }
    }

    private static string Name(PostgresServer? postgres) => postgres is null ? "sqlite" : "postgres";
}
