using System.Globalization;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Leases;

/// <summary>Reports that reach a gateway together share calls to the silos; each worker gets the answer to its own.</summary>
public sealed class ReportsTogetherTests
{
    private const int Workers = 64;
    private const int Jobs = 600;
    private const int Kinds = 6;

    [Fact]
    public async Task Of_many_at_the_same_time_each_gets_its_own_answer()
    {
        await using ClusterOfProcesses cluster = await ClusterOfProcesses.StartAsync(siloCount: 2, gatewayCount: 1);
        using HttpCaller caller = cluster.Gateways[0].Caller();
        await Eventually.BeTrue("jobs are taken", async () => (await caller.PostAsync("/api/jobs", new { jobType = "t", queue = "warm" })).Status == 201);
        foreach (var chunk in Enumerable.Range(0, Jobs).Chunk(400))
        {
            (await caller.PostAsync("/api/jobs/bulk", chunk.Select(index => new { jobId = Name(index), jobType = "t", queue = Queue(index), maxAttempts = 1 }))).Expect(200);
        }

        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            for (int index; (index = Interlocked.Increment(ref next)) < Jobs;)
            {
                await Work(caller, $"w{worker}", Queue(index));
            }
        })));

        for (var index = 0; index < Jobs; index += 97)
        {
            (await caller.GetAsync("/api/jobs/" + Name(index))).Expect(200).Value("status").Should().Be(KindOf(Name(index)) == 2 ? "error" : "completed");
        }
    }

    /// <summary>Takes whatever job is next, and reports as its own number says.</summary>
    private static async Task Work(HttpCaller caller, string worker, string queue)
    {
        Answer leased = null!;
        await Eventually.BeTrue(
            $"{worker} gets a lease of {queue}",
            async () => (leased = (await caller.PostAsync($"/api/queues/{queue}/lease", new { workerId = worker, max = 1, wait = 5 })).Expect(200))["leases"]!.AsArray().Count == 1);
        var lease = leased["leases"]![0]!;
        var id = lease["jobId"]!.ToString();
        var route = "/api/leases/" + lease["leaseToken"];
        switch (KindOf(id))
        {
            case 1:
                var first = (await caller.PostAsync(route + "/complete", new { result = new { own = id } })).Expect(200);
                var again = (await caller.PostAsync(route + "/complete", new { result = new { own = id } })).Expect(200);
                again.Value("version").Should().Be(first.Value("version"), "the same report again is answered alike");
                Own(again, id, "completed");
                (await caller.PostAsync(route + "/complete", new { result = "another" })).Expect(409);
                break;
            case 2:
                Own((await caller.PostAsync(route + "/fail", new { error = id, @class = "permanent" })).Expect(200), id, "error");
                break;
            case 3:
                (await caller.PostAsync(route + "/complete", new { priority = 1 })).Expect(400);
                Own((await caller.PostAsync(route + "/skip", new { reason = id })).Expect(200), id, "completed");
                break;
            case 4:
                (await caller.PostAsync($"/api/leases/{Guessed(lease["leaseToken"]!.ToString())}/complete", new { })).Expect(409);
                Own((await caller.PostAsync(route + "/complete", new { })).Expect(200), id, "completed");
                break;
            default:
                Own((await caller.PostAsync(route + "/complete", new { result = new { own = id } })).Expect(200), id, "completed");
                break;
        }
    }

    private static void Own(Answer answer, string id, string status)
    {
        answer.Value("jobId").Should().Be(id);
        answer.Value("status").Should().Be(status);
    }

    /// <summary>The token of the same job with another secret.</summary>
    private static string Guessed(string token) => $"{token[..20]}{(token[20] == 'A' ? 'B' : 'A')}{token[21..]}";

    private static int KindOf(string id) => int.Parse(id.AsSpan(id.LastIndexOf('-') + 1), CultureInfo.InvariantCulture) % Kinds;

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"report-{index}");

    private static string Queue(int index) => string.Create(CultureInfo.InvariantCulture, $"reports-q{index % 7}");
}
