using System.Diagnostics;
using System.Globalization;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Storage;
using GrainJobs.Time;

namespace GrainJobs.Benchmarks.Scale;

/// <summary>
/// Starts on a database with that many finished jobs, a fifth as many waiting and a fiftieth scheduled, in 10,000 queues; asks every route that could depend on how
/// many there are, and loads it over HTTP as it was loaded before, when it was empty.
/// </summary>
internal static class ScaleScenario
{
    private const int Queues = 10_000;
    private const int LoadJobs = 20_000;
    private const int DrainedJobs = 100_000;

    private static readonly string[] Routes =
    [
        "/health", "/api/stats", "/api/stats/jobs", "/api/queues?limit=500", "/api/queues/queue1", "/api/jobs?limit=500", "/api/jobs?queue=queue7", "/api/jobs?type=type3",
        "/api/jobs?status=error", "/api/jobs?status=queued", "/api/jobs?status=pending", "/api/jobs?status=completed", "/api/jobs?tag=rare", "/api/jobs?tag=none",
        "/api/jobs?queue=queue7&status=error", "/api/builds", "/api/builds/statistics", "/api/workers",
    ];

    public static async Task<IReadOnlyList<Measurement>> Run(int jobs, PostgresServer postgres)
    {
        await using var database = await FreshDatabase.Create(postgres);
        await using (await BenchSilo.Start(database.ConnectionString, executes: false))
        {
            // It makes the schema.
        }

        List<Measurement> measured = [];
        await using (var empty = await BenchService.Start(database.ConnectionString))
        {
            await Load("empty", 0, postgres, empty, measured);
        }

        await Drain("empty", 0, postgres, database, measured);

        var fill = Stopwatch.StartNew();
        await ScaleFill.Jobs(database.ConnectionString, "completed", jobs, Queues);
        await ScaleFill.Jobs(database.ConnectionString, "queued", jobs / 5, Queues);
        await ScaleFill.Jobs(database.ConnectionString, "scheduled", jobs / 50, Queues);
        measured.Add(Timed("fill", jobs, fill.Elapsed, await ScaleFill.Sizes(database.ConnectionString)));
        await Serve(jobs, postgres, database, measured);
        await Drain("full", jobs, postgres, database, measured);
        return measured;
    }

    private static async Task Serve(int jobs, PostgresServer postgres, FreshDatabase database, List<Measurement> measured)
    {
        var clock = Stopwatch.StartNew();
        await using var service = await BenchService.Start(database.ConnectionString);
        measured.Add(Timed("start", jobs, clock.Elapsed, "until ready"));
        await Eventually.BeTrue("the counts stand", () => ScaleFill.AreCounted(database.ConnectionString), TimeSpan.FromMinutes(30));
        measured.Add(Timed("recount", jobs, clock.Elapsed, "until the counts stood, in the background"));
        using var caller = new HttpCaller(service.Address, ServerOptions.AdminKey);
        foreach (var route in Routes)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await caller.GetAsync(route);
            measured.Add(Timed("GET " + route, jobs, Stopwatch.GetElapsedTime(began), answer.Status.ToString(CultureInfo.InvariantCulture)));
        }

        await Load("full", jobs, postgres, service, measured);
        foreach (var id in service.Processes)
        {
            measured.Add(new("scale: memory", "postgres", jobs, ProcessTable.ResidentBytes(id) >> 20, "MB", 0, 0, id == service.Processes[0] ? "gateway" : "silo"));
            Console.WriteLine(measured[^1].ToLine());
        }
    }

    /// <summary>What a silo runs itself, P3, in a queue beside all the others.</summary>
    private static async Task Drain(string database, int jobs, PostgresServer postgres, FreshDatabase server, List<Measurement> measured)
    {
        await using var silo = await BenchSilo.Start(server.ConnectionString, executes: true);
        var figure = await Scenario.Drain(silo, postgres, server, DrainedJobs);
        measured.Add(figure with { Scenario = $"scale: P3, {database}", Jobs = jobs });
        Console.WriteLine(measured[^1].ToLine());
    }

    /// <summary>Single submissions, bulks, and outside workers, each after a warm-up of its own.</summary>
    private static async Task Load(string database, int jobs, PostgresServer postgres, BenchService service, List<Measurement> measured)
    {
        foreach (var scenario in (string[])["P9-single", "P9-bulk", "P9-lease"])
        {
            var figure = await HttpScenario.Measure(scenario, LoadJobs, postgres, service, 1);
            measured.Add(figure with { Scenario = $"scale: {scenario}, {database}", Jobs = jobs });
            Console.WriteLine(measured[^1].ToLine());
        }
    }

    private static Measurement Timed(string what, int jobs, TimeSpan elapsed, string note)
    {
        var measured = new Measurement("scale: " + what, "postgres", jobs, elapsed.TotalMilliseconds, "ms", 0, 0, note);
        Console.WriteLine(measured.ToLine());
        return measured;
    }
}
