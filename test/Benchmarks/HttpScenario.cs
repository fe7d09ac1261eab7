using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GrainJobs.Storage;

namespace GrainJobs.Benchmarks;

/// <summary>P9, over HTTP against real processes: a silo and a gateway on PostgreSQL, one process on SQLite.</summary>
internal static class HttpScenario
{
    private const int UsualConnections = 64;
    private const int BulkSize = 1_000;
    private const int BulkCallers = 4;
    private const int WarmUp = 100_000;
    private const int LeaseWarmUp = 40_000;

    public static async Task<Measurement> Run(string scenario, BenchmarkOptions options, PostgresServer? postgres)
    {
        await using var database = postgres is null ? null : await FreshDatabase.Create(postgres);
        await using var service = await BenchService.Start(database?.ConnectionString, options.Silos);
        return await Measure(scenario, options.Jobs, postgres, service, options.Silos, options.Connections);
    }

    /// <summary>Against a service that runs already; a queue of its own for each scenario.</summary>
    internal static async Task<Measurement> Measure(string scenario, int jobs, PostgresServer? postgres, BenchService service, int silos, int connections = UsualConnections)
    {
        Func<string, int, Task<CallTimes>> work = scenario switch
        {
            "P9-single" => (queue, count) => Single(service.Address, connections, queue, count),
            "P9-bulk" => (queue, count) => Bulk(service.Address, queue, count),
            "P9-lease" => (queue, count) => Lease(service.Address, connections, queue, count),
            _ => throw new ArgumentException($"There is no scenario {scenario}."),
        };
        var warmUp = scenario == "P9-lease" ? LeaseWarmUp : WarmUp;
        if (scenario == "P9-lease")
        {
            await Bulk(service.Address, "warm-" + scenario, warmUp);
            await Bulk(service.Address, "bench-" + scenario, jobs);
        }

        await work("warm-" + scenario, warmUp);
        var cpu = CpuMeter.Start(postgres, service.Processes);
        var clock = Stopwatch.StartNew();
        var times = await work("bench-" + scenario, jobs);
        clock.Stop();
        var (own, server) = cpu.Read();
        return new(
            scenario, postgres is null ? "sqlite" : "postgres", jobs, jobs / clock.Elapsed.TotalSeconds, "jobs/s", (own + server) * 1000 / jobs, server * 1000 / jobs,
            $"{(postgres is null ? 0 : silos)} silos, CPU without the client's; {times.Connections} connections, a turn {times.At(0.5):F1} ms at the median, p99 {times.At(0.99):F1} ms");
    }

    private static Task<CallTimes> Single(Uri server, int connections, string queue, int jobs) =>
        InParallel(connections, server, jobs, async (load, i) => await load.Post("/api/jobs", Job(queue, i)));

    private static Task<CallTimes> Bulk(Uri server, string queue, int jobs) => InParallel(BulkCallers, server, (jobs + BulkSize - 1) / BulkSize, async (load, chunk) =>
    {
        var first = chunk * BulkSize;
        await load.Post("/api/jobs/bulk", $"[{string.Join(',', Enumerable.Range(first, Math.Min(BulkSize, jobs - first)).Select(i => Job(queue, i)))}]");
    });

    /// <summary>An outside worker's life: ask for one, report it complete.</summary>
    private static Task<CallTimes> Lease(Uri server, int connections, string queue, int jobs) => InParallel(connections, server, jobs, async (load, _) =>
    {
        var answer = await load.Post($"/api/queues/{queue}/lease", $$"""{"workerId":"{{load.Name}}","max":1,"wait":5}""");
        var token = Token(answer);
        await load.Post($"/api/leases/{token}/complete", "{}");
    });

    private static string Token(string answer)
    {
        var begin = answer.IndexOf('{', StringComparison.Ordinal);
        using var json = JsonDocument.Parse(answer[begin..(answer.LastIndexOf('}') + 1)]);
        return json.RootElement.GetProperty("leases")[0].GetProperty("leaseToken").GetString()!;
    }

    private static string Job(string queue, int i) => string.Create(CultureInfo.InvariantCulture, $$"""{"jobType":"outside","payload":{"i":{{i}} },"queue":"{{queue}}"}""");

    private static async Task<CallTimes> InParallel(int connections, Uri server, int count, Func<HttpLoad, int, Task> turn)
    {
        using var crew = new LoadCrew(server, connections);
        var milliseconds = new double[count];
        await crew.Share(count, async (load, i) =>
        {
            var began = Stopwatch.GetTimestamp();
            await turn(load, i);
            milliseconds[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        });
        Array.Sort(milliseconds);
        return new(connections, milliseconds);
    }
}
