using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Faults;

/// <summary>The wall clock of the embedded server jumps: its silo goes on, and signatures follow the clock.</summary>
[Collection(FaultCollection.Name)]
public sealed class EmbeddedClockTests(FaultSite site)
{
    private const int Hour = 3600;
    private static readonly TimeSpan ServedLimit = TimeSpan.FromSeconds(10);

    [FactWithFakeTime]
    public async Task An_embedded_servers_clock_that_jumps_back_and_forth_breaks_nothing()
    {
        using ScratchFolder folder = new();
        FakeTime clock = new(folder.File("offset"));
        clock.Step(0);
        Dictionary<string, string?> settings = new(clock.Environment) { ["Outgoing__AllowedNetworks"] = "127.0.0.0/8" };
        await using ServerProcess server = await ServerProcess.Gateway("embedded", new ServerOptions { DataFolder = folder.Path, Settings = settings }).ReadyAsync();
        using HttpCaller caller = server.Caller();
        foreach (int offset in (int[])[0, -Hour, -2 * Hour, Hour, 0])
        {
            clock.Step(offset);
            await Eventually.BeTrue("the clock has jumped", async () => ((await caller.GetAsync("/health/live")).Headers.Date - TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(offset))?.Duration() < TimeSpan.FromSeconds(5));
            string queue = $"clock-{Guid.NewGuid():n}";
            await ServedAsync(caller, queue, new { jobId = queue, jobType = "http", queue, callbackUrl = site.Sink.Taking });

            // A grain that did not exist before: it must be activated.
            (await caller.PostAsync("/api/jobs", new { jobId = $"{queue}-b", jobType = "outside", queue, delay = 1 })).Expect(201);
            (await caller.PostAsync($"/api/queues/{queue}/lease", new { workerId = queue, wait = 8 })).Expect(200)["leases"]![0]!["jobId"]!.ToString().Should().Be($"{queue}-b");
            (await caller.PostAsync($"/api/jobs/{queue}-b/cancel")).Status.Should().Be(202);
        }
    }

    private static async Task ServedAsync(HttpCaller caller, string id, object body)
    {
        (await caller.PostAsync("/api/jobs", body)).Expect(201);
        await Eventually.BeTrue("it is run", async () => (await caller.GetAsync($"/api/jobs/{id}")).Value("status") == "completed", ServedLimit);
    }
}
