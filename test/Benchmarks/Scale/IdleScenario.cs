using System.Diagnostics;
using System.Globalization;
using GrainJobs.Storage;

namespace GrainJobs.Benchmarks.Scale;

/// <summary>What it costs to wait: a million jobs for tomorrow in a thousand queues (<c>idle</c>), or five thousand workers that ask for work and get none (<c>pollers</c>).</summary>
internal static class IdleScenario
{
    private const int Delayed = 1_000_000;
    private const int Queues = 1_000;
    private const int Fillers = 4;
    private const int FilledAtOnce = 1_000;
    private const int Workers = 5_000;

    // Until queues sleep, the compiler has ended and autovacuum has been there.
    private static readonly TimeSpan Settles = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(60);

    public static async Task<Measurement> Run(string scenario, PostgresServer? postgres)
    {
        await using var database = postgres is null ? null : await FreshDatabase.Create(postgres);
        await using var service = await BenchService.Start(database?.ConnectionString);
        if (scenario == "idle")
        {
            await Task.WhenAll(Enumerable.Range(0, Fillers).Select(filler => Fill(service.Address, filler)));
        }

        using var hangUp = new CancellationTokenSource();
        var polls = scenario == "pollers" ? Poll(service.Address, hangUp.Token) : Task.CompletedTask;
        await Task.Delay(Settles, CancellationToken.None);
        await (database?.Checkpoint() ?? Task.CompletedTask);
        var measured = await Measure(scenario, postgres, service);
        await hangUp.CancelAsync();
        await polls;
        return measured;
    }

    private static async Task Fill(Uri server, int filler)
    {
        using var load = new HttpLoad(server, "filler");
        for (var first = filler * FilledAtOnce; first < Delayed; first += Fillers * FilledAtOnce)
        {
            var jobs = Enumerable.Range(first, FilledAtOnce).Select(number => string.Create(
                CultureInfo.InvariantCulture, $$$"""{"jobType":"type-{{{number % 20}}}","queue":"queue-{{{number % Queues}}}","delay":86400,"payload":{"n":{{{number}}}}}"""));
            await load.Post("/api/jobs/bulk", $"[{string.Join(',', jobs)}]");
        }
    }

    private static async Task<Measurement> Measure(string scenario, PostgresServer? postgres, BenchService service)
    {
        var cpu = CpuMeter.Start(postgres, service.Processes);
        var clock = Stopwatch.StartNew();
        await Task.Delay(Measured, CancellationToken.None);
        var (own, server) = cpu.Read();
        var seconds = clock.Elapsed.TotalSeconds;
        var memory = service.Processes.Select(id => Process.GetProcessById(id).WorkingSet64 >> 20);
        return new(
            scenario, postgres is null ? "sqlite" : "postgres", scenario == "idle" ? Delayed : Workers, own / seconds * 100, "% of a core", 0, 0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the service's processes; the database's {server / seconds * 100:F2} %; memory of gateway and silos {string.Join(" and ", memory)} MB; {Environment.ProcessorCount} cores"));
    }

    /// <summary>Each worker asks again as soon as it is told that there is nothing.</summary>
    private static Task Poll(Uri server, CancellationToken hangUp) => Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
    {
        using var load = new HttpLoad(server, string.Create(CultureInfo.InvariantCulture, $"worker-{worker}"));
        using var ending = hangUp.Register(load.Dispose);
        try
        {
            while (!hangUp.IsCancellationRequested)
            {
                await load.Post("/api/queues/idle/lease", $$"""{"workerId":"{{load.Name}}","max":1,"wait":30}""");
            }
        }
        catch (Exception) when (hangUp.IsCancellationRequested)
        {
            // It hung up.
        }
    })));
}
