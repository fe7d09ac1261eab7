using System.Text;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Hosting;

/// <summary>What an operator sees of a silo and a gateway: traces, metrics, health, dashboard.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private const string ClientTrace = "0af7651916cd43dd8448eb211c80319c";
    private const string ClientSpan = "b7ad6b7169203331";

    private static readonly string[] Promised =
    [
        "grainjobs.jobs.submitted", "grainjobs.jobs.finished", "grainjobs.jobs.retried", "grainjobs.jobs.wait", "grainjobs.jobs.run", "grainjobs.leases.ended", "grainjobs.leases.lost",
        "grainjobs.queue.depth", "grainjobs.queue.oldest_age", "grainjobs.storage.batch_size", "grainjobs.storage.commit_seconds", "grainjobs.storage.statements", "grainjobs.storage.writes",
        "grainjobs.refusals",
    ];

    private readonly TraceCollector collector = new();
    private ClusterOfProcesses cluster = null!;

    private HttpCaller Caller => cluster.Gateways[0].Caller();

    public async Task InitializeAsync()
    {
        await collector.StartAsync();
        cluster = await ClusterOfProcesses.StartAsync(siloCount: 1, gatewayCount: 1, settings: new Dictionary<string, string?>(collector.Settings) { ["Leases__Duration"] = "00:00:03" });
    }

    public async Task DisposeAsync()
    {
        await cluster.DisposeAsync();
        await collector.DisposeAsync();
    }

    [Fact]
    public async Task A_jobs_trace_leads_from_the_client_over_its_submission_to_every_attempt_and_out_to_its_target()
    {
        using HttpCaller caller = Caller;
        string id = (await caller.SendAsync(HttpMethod.Post, "/api/jobs", JsonBody(new { jobType = "http", queue = "traced", callbackUrl = collector.Target }), ("traceparent", $"00-{ClientTrace}-{ClientSpan}-01"))).Expect(201).Value("jobId")!;
        await EndedAsync(caller, id);

        IReadOnlyList<TraceCollector.Span> trace = await Eventually.Get(
            "submission and both attempts are exported",
            () => Task.FromResult<IReadOnlyList<TraceCollector.Span>>([.. collector.Spans.Where(span => span.TraceId == ClientTrace)]),
            spans => spans.Count(span => span.Name == "attempt http") == 2 && spans.Any(span => span.ParentId == ClientSpan));
        TraceCollector.Span submission = trace.Single(span => span.ParentId == ClientSpan);
        TraceCollector.Span[] attempts = [.. trace.Where(span => span.Name == "attempt http")];
        submission.Name.Should().Contain("/api/jobs");
        attempts.Should().OnlyContain(attempt => attempt.ParentId == submission.Id, "each attempt, the repeated one as well, follows the submission");
        collector.Deliveries.Select(parent => parent.Split('-')[1]).Should().Equal(ClientTrace, ClientTrace);
        collector.Deliveries.Select(parent => parent.Split('-')[2]).Should().BeSubsetOf(trace.Select(span => span.Id)).And.OnlyHaveUniqueItems("each delivery follows its own attempt");
    }

    [Fact]
    public async Task Without_a_clients_context_a_trace_begins_with_the_submission_and_goes_out_to_outside_workers()
    {
        using HttpCaller caller = Caller;
        await caller.PostAsync("/api/jobs", new { jobType = "outside", queue = "begun" });

        Answer leased = (await caller.PostAsync("/api/queues/begun/lease", new { workerId = "w", wait = 5 })).Expect(200);
        string[] parent = leased["leases"]![0]!["traceparent"]!.ToString().Split('-');
        TraceCollector.Span submission = await Eventually.Get("the submission is exported", () => Task.FromResult(collector.Spans.FirstOrDefault(span => span.TraceId == parent[1])), span => span is not null) ?? throw new InvalidOperationException();

        submission.Id.Should().Be(parent[2]);
        submission.ParentId.Should().BeEmpty();
    }

    [Fact]
    public async Task Every_promised_metric_is_exported_and_scraped()
    {
        using HttpCaller caller = Caller;
        string id = (await caller.PostAsync("/api/jobs", new { jobType = "http", queue = "measured", callbackUrl = collector.Target })).Expect(201).Value("jobId")!;
        (await caller.GetAsync("/api/jobs/nothing-here")).Expect(404);
        await EndedAsync(caller, id);
        await caller.PostAsync("/api/jobs", new { jobType = "outside", queue = "lost" });
        (await caller.PostAsync("/api/queues/lost/lease", new { workerId = "gone", wait = 5 })).Expect(200);
        await caller.PostAsync("/api/jobs", new { jobType = "outside", queue = "waiting" });

        await Eventually.Get("all are exported", () => Task.FromResult(string.Join(' ', Promised.Except(collector.Metrics))), missing => missing.Length == 0, TimeSpan.FromSeconds(40));
        using HttpCaller silo = cluster.Silos[0].Caller();
        string[] lines = ["grainjobs_queue_depth{", "queue=\"waiting\"", "outcome=\"completed\"", "cause=\"lost\"", "code=\"job_not_found\"", "grainjobs_jobs_run_seconds_bucket", "grainjobs_jobs_wait_seconds_bucket"];
        await Eventually.Get(
            "all are scraped: depths are measured now and then",
            async () =>
            {
                string scraped = (await silo.GetAsync("/metrics")).Expect(200).Text + (await caller.GetAsync("/metrics")).Expect(200).Text;
                return string.Join(' ', lines.Where(line => !scraped.Contains(line, StringComparison.Ordinal)));
            },
            missing => missing.Length == 0,
            TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_silo_and_a_gateway_tell_their_health_and_let_a_browser_with_the_admin_key_see_the_dashboard()
    {
        foreach (ServerProcess process in (ServerProcess[])[cluster.Silos[0], cluster.Gateways[0]])
        {
            using HttpCaller stranger = process.Caller(key: null);
            foreach (string probe in (string[])["live", "ready", "startup"])
            {
                (await stranger.GetAsync($"/health/{probe}")).Expect(200).Value("status").Should().Be("ok");
            }

            (await stranger.GetAsync("/dashboard")).Expect(401).Headers.WwwAuthenticate.ToString().Should().StartWith("Basic ");
            (await stranger.GetAsync("/dashboard", Basic("not the key"))).Expect(401);
            string address = "/dashboard";
            Answer page = await stranger.GetAsync(address, Basic(ServerOptions.AdminKey));
            if (page.Status is >= 300 and < 400)
            {
                page = await stranger.GetAsync(page.Headers.Location!.ToString(), Basic(ServerOptions.AdminKey));
            }

            page.Expect(200).Text.Should().Contain("<html");
            await Eventually.BeTrue("its figures are there", async () => (await stranger.GetAsync("/dashboard/DashboardCounters", Basic(ServerOptions.AdminKey))) is { Status: 200, Json: not null });
            (await stranger.GetAsync("/dashboard/DashboardCounters")).Expect(401);
        }
    }

    private static (string Name, string Value) Basic(string key) => ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + key)));

    private static StringContent JsonBody(object body) => new(System.Text.Json.JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private static Task EndedAsync(HttpCaller caller, string id) => Eventually.BeTrue("the job has ended", async () => (await caller.GetAsync($"/api/jobs/{id}")).Value("status") == "completed");
}
