using System.Diagnostics;
using GrainJobs.Http;
using GrainJobs.Processes;
using Xunit.Abstractions;

namespace GrainJobs.Faults;

/// <summary>Everything is restarted: politely one by one, or all at once after a power cut.</summary>
[Collection(FaultCollection.Name)]
public sealed class RestartTests(FaultSite site, ITestOutputHelper output)
{
    private const int Backlog = 40;
    private static readonly TimeSpan ColdLimit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_rolling_restart_of_everything_fails_no_request_that_reconnects_and_burns_no_attempt()
    {
        await using Trial trial = await Trial.BeginAsync(site, output, "rolling");
        foreach (ServerProcess process in (IEnumerable<ServerProcess>)[.. site.Cluster.Silos, .. site.Cluster.Gateways])
        {
            long since = Stopwatch.GetTimestamp();
            (await process.StopAsync()).Should().Be(0, $"{process.Name} stops gracefully");
            TimeSpan stopped = Stopwatch.GetElapsedTime(since);
            site.KeepLogs(process.Name);
            await (await process.StartAgainAsync()).ReadyAsync();
            trial.Report($"rolling restart: {process.Name} stopped in {stopped.TotalSeconds:0.0} s and was ready again after {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s");
        }

        await trial.JudgeAsync();
        trial.Answers.Answers.Where(answer => answer.Status is 429 or >= 500).Should().BeEmpty("a client sees no error but a connection to be made again");
        trial.Answers.Answers.Where(answer => answer.Status == 409 && answer.Call.Contains("/leases/", StringComparison.Ordinal)).Should().BeEmpty("no worker loses its lease");
        site.Misaddressed().Should().BeEmpty();
        trial.History.Listings.Where(log => log.Events.Any(line => line.Type == "lease_lost")).Select(log => trial.StoryOf(log.JobId)).Should().BeEmpty("nobody lost a lease");
    }

    [Fact]
    public async Task A_whole_cluster_that_was_killed_serves_again_within_20_s_in_the_order_it_had()
    {
        await using Trial trial = await Trial.BeginAsync(site, output, "cold");
        string queue = $"{trial.Load.Queues[0]}-order";
        string[] submitted = await SubmitAsync(queue);
        ServerProcess[] all = [.. site.Cluster.Silos, .. site.Cluster.Gateways];
        await Task.WhenAll(all.Select(process => process.KillAsync()));

        long since = Stopwatch.GetTimestamp();
        await Task.WhenAll(all.Select(process => process.StartAgainAsync()));
        await trial.RecoverAsync("two silos and two gateways killed, then started at once: from their start", since, ColdLimit);
        (await LeaseAllAsync(queue)).Should().Equal(submitted, "the order of a queue survives (seed {0})", Chance.Seed);
        await trial.JudgeAsync();
        site.Misaddressed().Should().BeEmpty();
    }

    private async Task<string[]> SubmitAsync(string queue)
    {
        using HttpCaller caller = site.Cluster.Gateways[0].Caller();
        string[] ids = [.. Enumerable.Range(0, Backlog).Select(_ => $"order-{Guid.NewGuid():n}")];
        foreach (string id in ids)
        {
            (await caller.PostAsync("/api/jobs", new { jobId = id, jobType = "order", queue })).Expect(201);
        }

        return ids;
    }

    private async Task<IReadOnlyList<string>> LeaseAllAsync(string queue)
    {
        using HttpCaller caller = site.Cluster.Gateways[1].Caller();
        List<string> leased = [];
        while (leased.Count < Backlog)
        {
            Answer answer = (await caller.PostAsync($"/api/queues/{queue}/lease", new { workerId = queue, max = 1, wait = 5 })).Expect(200);
            leased.Add(answer["leases"]![0]!["jobId"]!.ToString());
            (await caller.PostAsync($"/api/leases/{answer["leases"]![0]!["leaseToken"]}/complete", new { })).Expect(200);
        }

        return leased;
    }
}
