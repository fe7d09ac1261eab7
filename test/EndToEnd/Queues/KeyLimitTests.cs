using System.Text.Json.Nodes;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Queues;

/// <summary>Rates and pauses of single concurrency keys, over HTTP and on both databases; they outlive the process.</summary>
public sealed class KeyLimitTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_is_paused_slowed_and_resumed_live_and_a_restart_forgets_nothing(bool isEmbedded)
    {
        using ScratchFolder folder = new();
        await using ClusterOfProcesses? cluster = isEmbedded ? null : await ClusterOfProcesses.StartAsync(siloCount: 1, gatewayCount: 1);
        await using ServerProcess? embedded = isEmbedded ? await ServerProcess.Gateway("gateway", new ServerOptions { DataFolder = folder.Path }).ReadyAsync() : null;
        ServerProcess gateway = embedded ?? cluster!.Gateways[0];
        using HttpCaller caller = gateway.Caller();
        string held = await SubmitAsync(caller, "customer 7/\u00e9");
        Answer paused = (await caller.PostAsync("/api/queues/keys/keys/pause", new { key = "customer 7/\u00e9" })).Expect(200);
        paused["pausedKeys"]![0]!.ToJsonString().Should().Be(new JsonObject { ["key"] = "customer 7/\u00e9", ["pausedBy"] = "admin" }.ToJsonString());
        (await caller.PutAsync("/api/queues/keys", new { ratePerSecondPerKey = 0.01 })).Expect(200)["limits.ratePerSecondPerKey"]!.GetValue<double>().Should().Be(0.01);

        ServerProcess host = cluster?.Silos[0] ?? gateway;
        await host.KillAsync();
        await (await host.StartAgainAsync()).ReadyAsync();
        await gateway.ReadyAsync();

        await SubmitAsync(caller, "b");
        string slowed = await SubmitAsync(caller, "b");
        Answer leased = (await caller.PostAsync("/api/queues/keys/lease", new { workerId = "w", max = 10, wait = 10 })).Expect(200);
        ((JsonArray)leased["leases"]!).Should().ContainSingle("one key is paused, and the other had its one for now");
        (await caller.GetAsync($"/api/jobs/{slowed}"))["waitingFor"]!.ToJsonString().Should().Contain("\"kind\":\"rate\"").And.Contain("\"blocker\":\"b\"");
        (await caller.GetAsync($"/api/jobs/{held}"))["waitingFor"]!["kind"]!.ToString().Should().Be("paused");

        (await caller.PostAsync("/api/queues/keys/keys/resume", new { key = "customer 7/\u00e9" })).Expect(200)["pausedKeys"].Should().BeNull();
        (await caller.PutAsync("/api/queues/keys", new { })).Expect(200);
        List<string> rest = [];
        await Eventually.BeTrue("the rest goes", async () =>
        {
            rest.AddRange(((JsonArray)(await caller.PostAsync("/api/queues/keys/lease", new { workerId = "w2", max = 10, wait = 1 })).Expect(200)["leases"]!).Select(lease => lease!["jobId"]!.ToString()));
            return rest.Count == 2;
        });
        rest.Should().BeEquivalentTo([held, slowed]);
        (await caller.PostAsync("/api/queues/keys/keys/pause", new { key = "" })).Expect(400);
        (await caller.PutAsync("/api/queues/keys", new { ratePerSecondPerKey = 0 })).Expect(400);
    }

    private static async Task<string> SubmitAsync(HttpCaller caller, string key) =>
        (await caller.PostAsync("/api/jobs", new { jobType = "outside", queue = "keys", concurrencyKey = key })).Expect(201).Value("jobId")!;
}
