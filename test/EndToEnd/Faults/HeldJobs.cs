using System.Text.Json.Nodes;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Faults;

/// <summary>Jobs that the silos run and that the sink holds up, so that a test knows what a silo was doing when something happened to it.</summary>
internal sealed class HeldJobs
{
    private const int Count = 24;
    private readonly FaultSite site;
    private readonly HttpCaller caller;
    private readonly string[] ids;

    private HeldJobs(FaultSite site)
    {
        this.site = site;
        caller = site.Cluster.Gateways[0].Caller();
        string batch = $"held-{Guid.NewGuid():n}";
        ids = [.. Enumerable.Range(0, Count).Select(number => $"{batch}-{number}")];
    }

    /// <summary>All have arrived at the sink when this returns.</summary>
    internal static async Task<HeldJobs> StartAsync(FaultSite site, string queue)
    {
        HeldJobs held = new(site);
        foreach (string id in held.ids)
        {
            (await held.caller.PostAsync("/api/jobs", new { jobId = id, jobType = "http", queue = $"{queue}-held", callbackUrl = site.Sink.HoldingUp, maxAttempts = 10 })).Expect(201);
        }

        await Task.WhenAll(held.ids.Select(id => site.Sink.HoldingOf(id).Arrived(1))).WaitAsync(TimeSpan.FromSeconds(20));
        return held;
    }

    /// <summary>The silo that runs most of them, and those it runs.</summary>
    internal async Task<(ServerProcess Silo, string[] Jobs)> BusiestAsync()
    {
        (string Id, string Worker)[] runs = await Task.WhenAll(ids.Select(async id => (id, await WorkerOfAsync(id))));
        return site.Cluster.Silos
            .Select(silo => (silo, runs.Where(run => run.Worker.Contains($":{silo.SiloPort}@", StringComparison.Ordinal)).Select(run => run.Id).ToArray()))
            .MaxBy(each => each.Item2.Length);
    }

    /// <summary>Waits until each was delivered a second time.</summary>
    internal Task RunAgainAsync(string[] jobs, TimeSpan limit) => Task.WhenAll(jobs.Select(id => site.Sink.HoldingOf(id).Arrived(2))).WaitAsync(limit);

    internal void LetGo(string[] jobs, int delivery)
    {
        foreach (string id in jobs)
        {
            site.Sink.HoldingOf(id).LetGo(delivery);
        }
    }

    internal async Task<bool> StillRunningAsync(string[] jobs) => (await StatesAsync(jobs)).All(job => job.Value("status") == "processing");

    /// <summary>Lets every delivery go, and waits until all have ended.</summary>
    internal async Task EndAsync()
    {
        for (int delivery = 1; delivery <= 10; delivery++)
        {
            LetGo(ids, delivery);
        }

        await Eventually.BeTrue("the held jobs have ended", async () => (await StatesAsync(ids)).All(job => job.Value("status") == "completed"));
    }

    /// <summary>What the delivery that ended each was answered.</summary>
    internal async Task<IReadOnlyList<string?>> EndedByAsync(string[] jobs) => [.. (await StatesAsync(jobs)).Select(job => job.Value("result.body"))];

    private async Task<string> WorkerOfAsync(string id)
    {
        JsonArray events = (JsonArray)(await caller.GetAsync($"/api/jobs/{id}/events")).Expect(200)["events"]!;
        return events.Last(line => line!["type"]!.ToString() == "fetched")!["data"]!["workerId"]!.ToString();
    }

    private Task<Answer[]> StatesAsync(string[] jobs) => Task.WhenAll(jobs.Select(id => caller.GetAsync($"/api/jobs/{id}")));
}
