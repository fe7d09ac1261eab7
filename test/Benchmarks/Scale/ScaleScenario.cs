using System.Diagnostics;
using System.Globalization;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Storage;
using GrainJobs.Time;

namespace GrainJobs.Benchmarks.Scale;

/// <summary>Starts on a database with that many finished jobs and half as many waiting, and asks every route that could depend on how many there are.</summary>
internal static class ScaleScenario
{
    private const int Queues = 50;

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

        await ScaleFill.Jobs(database.ConnectionString, "completed", jobs, Queues);
        await ScaleFill.Jobs(database.ConnectionString, "queued", jobs / 2, Queues);
        var clock = Stopwatch.StartNew();
        await using var service = await BenchService.Start(database.ConnectionString);
        List<Measurement> measured = [Timed("start", jobs, clock.Elapsed, "until ready")];
        await Eventually.BeTrue("the counts stand", () => ScaleFill.AreCounted(database.ConnectionString), TimeSpan.FromMinutes(30));
        measured.Add(Timed("recount", jobs, clock.Elapsed, "until the counts stood, in the background"));
        using var caller = new HttpCaller(service.Address, ServerOptions.AdminKey);
        foreach (var route in Routes)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await caller.GetAsync(route);
            measured.Add(Timed("GET " + route, jobs, Stopwatch.GetElapsedTime(began), answer.Status.ToString(CultureInfo.InvariantCulture)));
        }

        return measured;
    }

    private static Measurement Timed(string what, int jobs, TimeSpan elapsed, string note)
    {
        var measured = new Measurement("scale: " + what, "postgres", jobs, elapsed.TotalMilliseconds, "ms", 0, 0, note);
        Console.WriteLine(measured.ToLine());
        return measured;
    }
}
