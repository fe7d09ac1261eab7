using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GrainJobs.Storage;

namespace GrainJobs.Benchmarks;

/// <summary>P10, over HTTP against real processes: 500 workers poll for builds, send a heartbeat and 20 log lines, and report them complete.</summary>
internal static class BuildScenario
{
    /// <summary>A build is several requests and a file: a run takes that part of the jobs asked for.</summary>
    public const int Share = 10;

    private const int Workers = 500;
    private const int Submitters = 64;
    private const int WarmUp = 2_000;
    private const int LogLines = 20;
    private const int PollSeconds = 5;
    private const string Boundary = "bench-part";

    public static async Task<Measurement> Run(int jobs, PostgresServer? postgres)
    {
        var builds = Math.Max(Workers, jobs / Share);
        await using var database = postgres is null ? null : await FreshDatabase.Create(postgres);
        await using var service = await BenchService.Start(database?.ConnectionString);
        using var crew = new LoadCrew(service.Address, Workers);
        await crew.Each(worker => worker.Post("/api/workers/register", $$$"""{"id":"{{{worker.Name}}}","capabilities":{"platforms":["linux"],"capacity":1}}"""));
        await Submit(service.Address, WarmUp + builds);
        await crew.Share(WarmUp, (worker, _) => Work(worker));
        var rows = await DatabaseMeter.Start(postgres, database?.Name);
        var cpu = CpuMeter.Start(postgres, service.Processes);
        var clock = Stopwatch.StartNew();
        await crew.Share(builds, (worker, _) => Work(worker));
        clock.Stop();
        var (own, server) = cpu.Read();
        var cost = rows is null ? "" : await rows.PerJob(builds);
        return new(
            "P10", postgres is null ? "sqlite" : "postgres", builds, builds / clock.Elapsed.TotalSeconds, "builds/s", (own + server) * 1000 / builds, server * 1000 / builds,
            cost + "CPU without the client's");
    }

    private static async Task Submit(Uri server, int builds)
    {
        using var crew = new LoadCrew(server, Submitters);
        await crew.Share(builds, (load, _) => load.PostForm("/api/builds", Boundary, Field("platform", "linux") + File("source", "source.zip", "source")));
    }

    private static async Task Work(HttpLoad worker)
    {
        var (build, token) = await Poll(worker);
        await worker.Post($"/api/builds/{build}/heartbeat", $$"""{"worker_id":"{{worker.Name}}","lease_token":"{{token}}","progress":50}""");
        await worker.Post($"/api/builds/{build}/logs", $$"""{"worker_id":"{{worker.Name}}","lease_token":"{{token}}","logs":[{{Lines}}]}""");
        await worker.PostForm(
            "/api/workers/result", Boundary, Field("build_id", build) + Field("worker_id", worker.Name) + Field("lease_token", token) + Field("success", "true"));
    }

    private static async Task<(string Build, string Token)> Poll(HttpLoad worker)
    {
        while (true)
        {
            var answer = await worker.Get(string.Create(CultureInfo.InvariantCulture, $"/api/workers/poll?worker_id={worker.Name}&wait={PollSeconds}"));
            using var json = JsonDocument.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)]);
            if (json.RootElement.GetProperty("job") is { ValueKind: JsonValueKind.Object } job)
            {
                return (job.GetProperty("id").GetString()!, job.GetProperty("lease_token").GetString()!);
            }
        }
    }

    private static string Lines { get; } = string.Join(
        ',', Enumerable.Range(1, LogLines).Select(line => string.Create(CultureInfo.InvariantCulture, $$"""{"level":"info","message":"[{{line}}/20] Compiling module number {{line}} of the project"}""")));

    private static string Field(string name, string value) => $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n";

    private static string File(string name, string fileName, string content) =>
        $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{fileName}\"\r\nContent-Type: application/zip\r\n\r\n{content}\r\n";
}
