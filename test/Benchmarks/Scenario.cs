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
    private const int WarmUp = 3_000;

    public static async Task<Measurement> Run(string scenario, int jobs, PostgresServer? postgres)
    {
        await using var database = postgres is null ? null : await FreshDatabase.Create(postgres);
        var executes = scenario is not ("P1" or "P2");
        await using var silo = await BenchSilo.Start(database?.ConnectionString, executes);
        return scenario switch
        {
            "P1" => await Timed(scenario, silo, postgres, jobs, warmUp: () => Single(silo, WarmUp, "warm"), () => Single(silo, jobs, "bench")),
            "P2" => await Timed(scenario, silo, postgres, jobs, warmUp: () => Bulk(silo, WarmUp, "warm"), () => Bulk(silo, jobs, "bench")),
            "P3" => await Drain(silo, postgres, jobs),
            "P4" => await Timed(scenario, silo, postgres, jobs, () => EndToEnd(silo, WarmUp, "warm"), () => EndToEnd(silo, jobs, "bench")),
            "P5" => await Pickup(silo, postgres),
            _ => throw new ArgumentException($"There is no scenario {scenario}."),
        };
    }

    private static async Task<Measurement> Timed(
        string scenario, BenchSilo silo, PostgresServer? postgres, int jobs, Func<Task> warmUp, Func<Task> work)
    {
        await warmUp();
        var cpu = CpuMeter.Start(postgres);
        var clock = Stopwatch.StartNew();
        await work();
        clock.Stop();
        var (own, server) = cpu.Read();
        return new(
            scenario, Name(postgres), jobs, jobs / clock.Elapsed.TotalSeconds, "jobs/s", (own + server) * 1000 / jobs, server * 1000 / jobs,
            string.Create(CultureInfo.InvariantCulture, $"peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB"));
    }

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

    private static async Task<Measurement> Drain(BenchSilo silo, PostgresServer? postgres, int jobs)
    {
        await EndToEnd(silo, WarmUp, "warm");
        var queue = silo.Grains.GetGrain<Queues.IQueueGrain>("bench");
        await queue.Pause("benchmark");
        await Bulk(silo, jobs, "bench");
        return await Timed("P3", silo, postgres, jobs, () => Task.CompletedTask, async () =>
        {
            await queue.Resume();
            await Recorded(silo, "bench", jobs);
        });
    }

    private static async Task EndToEnd(BenchSilo silo, int jobs, string queue)
    {
        await Single(silo, jobs, queue);
        await Recorded(silo, queue, jobs);
    }

    private static async Task<Measurement> Pickup(BenchSilo silo, PostgresServer? postgres)
    {
        const int Samples = 200;
        await EndToEnd(silo, WarmUp, "warm");
        BenchHandler.StartedAt.Clear();
        BenchHandler.NotesStarts = true;
        var desk = silo.Grains.GetGrain<IJobDeskGrain>(0);
        var answered = new long[Samples];
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var i = 0; i < Samples && await timer.WaitForNextTickAsync(); i++)
        {
            Check(await desk.Submit(Draft(i, "bench")));
            answered[i] = Stopwatch.GetTimestamp();
        }

        await Recorded(silo, "bench", Samples);
        BenchHandler.NotesStarts = false;
        double[] waits = [.. Enumerable.Range(0, Samples).Select(i => Stopwatch.GetElapsedTime(answered[i], BenchHandler.StartedAt[i]).TotalMilliseconds).Order()];
        return new("P5", Name(postgres), Samples, waits[Samples / 2], "ms p50", 0, 0, string.Create(CultureInfo.InvariantCulture, $"p99 {waits[Samples * 99 / 100]:F2} ms"));
    }

    /// <summary>Waits until the store has recorded them all as completed.</summary>
    private static async Task Recorded(BenchSilo silo, string queue, int jobs)
    {
        var store = silo.Services.GetRequiredService<IJobStore>();
        var name = new Queues.QueueName(queue);
        await Eventually.BeTrue(
            $"{jobs} jobs of {queue} are completed",
            async () => (await store.Counts(name)).GetValueOrDefault(JobStatus.Completed) >= jobs,
            TimeSpan.FromMinutes(10));
    }

    private static JobDraft Draft(int i, string queue) =>
        new() { JobType = "bench", Queue = queue, Payload = string.Create(CultureInfo.InvariantCulture, $$"""{"i":{{i}}}""") };

    private static void Check(Result<JobSubmission> answer)
    {
        if (answer.IsRefused)
        {
            throw new InvalidOperationException(answer.Refusal.Detail);
        }
    }

    private static string Name(PostgresServer? postgres) => postgres is null ? "sqlite" : "postgres";
}
