using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using GrainJobs.Http;
using GrainJobs.Time;

namespace GrainJobs.Builds;

/// <summary>The life of a build as submitters and workers see it over HTTP.</summary>
public sealed class BuildProtocolTests(BuildCluster cluster) : IClassFixture<BuildCluster>
{
    private readonly BuildYard yard = cluster.Yard;

    [Fact]
    public async Task A_build_goes_from_submission_to_download()
    {
        var (worker, build, token) = await Assigned();
        (await yard.Status(build)).Should().Be("assigned");

        (await yard.Caller.GetAsync($"/api/builds/{build}/source", ("X-Worker-Id", worker))).Expect(200).Text.Should().Be("source");
        (await yard.Status(build)).Should().Be("building");
        (await yard.Beat(worker, build, token)).Expect(200).Value("order").Should().Be("continue");
        (await yard.Result(worker, build, token, content: "the result")).Expect(200);

        var shown = (await yard.Get(build)).Expect(200);
        (shown.Value("status"), shown.Value("has_result"), shown.Value("worker_name")).Should().Be(("completed", "true", "tester"));
        (await yard.Caller.GetAsync($"/api/builds/{build}/download")).Expect(200).Text.Should().Be("the result");
        (await yard.Caller.GetAsync($"/api/builds/{build}/download/source")).Expect(200).Text.Should().Be("source");
        (await yard.Messages(build))[0].Should().Be("Build submitted");
        (await yard.Messages(build)).Should().Contain("Build completed successfully");
    }

    [Fact]
    public async Task A_range_of_the_result_can_be_downloaded()
    {
        var (worker, build, _) = await Assigned();
        (await yard.Result(worker, build, content: "0123456789")).Expect(200);
        using HttpRequestMessage request = new(HttpMethod.Get, $"/api/builds/{build}/download/result");
        request.Headers.Range = new RangeHeaderValue(2, 4);

        using var response = await yard.Caller.Http.SendAsync(request);

        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).Should().Be((206, "234"));
        response.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
    }

    [Fact]
    public async Task A_build_without_its_source_is_never_handed_out()
    {
        var platform = cluster.NewPlatform();
        var worker = await yard.Register(platform);
        var build = await yard.SubmitAwaiting(platform);
        (await yard.Poll(worker)).Should().BeNull();

        var saved = await Save(build, "late source");

        saved.Expect(200);
        (await yard.Poll(worker)).Should().Be(build);
        (await Save(build, "again")).Status.Should().Be(409);
        (await yard.Caller.GetAsync($"/api/builds/{build}/source", ("X-Worker-Id", worker))).Text.Should().Be("late source");
    }

    [Fact]
    public async Task A_parked_poll_is_woken_by_a_submission()
    {
        var platform = cluster.NewPlatform();
        var worker = await yard.Register(platform);
        var polling = yard.Poll(worker, wait: 20);

        var build = await yard.Submit(platform);

        (await polling.WaitAsync(TimeSpan.FromSeconds(10))).Should().Be(build);
    }

    [Fact]
    public async Task A_result_repeated_under_its_token_gets_the_same_answer_and_other_content_is_refused()
    {
        var (worker, build, token) = await Assigned();
        var first = (await yard.Result(worker, build, token, content: "same")).Expect(200);

        (await yard.Result(worker, build, token, content: "same")).Expect(200).Text.Should().Be(first.Text);
        (await yard.Result(worker, build, token, content: "other")).Status.Should().Be(409);
        (await yard.Result(worker, build, content: "same")).Status.Should().Be(409, "without the token it is a second result");
        (await yard.Fail(worker, build, token)).Status.Should().Be(409);
        (await yard.Caller.GetAsync($"/api/builds/{build}/download")).Text.Should().Be("same");
    }

    [Fact]
    public async Task Nobody_but_the_assigned_worker_may_touch_a_build()
    {
        var (worker, build, _) = await Assigned();
        var other = await yard.Register(cluster.NewPlatform());
        var before = await yard.Messages(build);

        (await yard.Result(other, build)).Status.Should().Be(403);
        (await yard.Fail(other, build)).Status.Should().Be(403);
        (await yard.Abandon(other, build)).Status.Should().Be(403);
        (await yard.Beat(other, build)).Status.Should().Be(403);
        (await yard.Log(other, build, "hello")).Status.Should().Be(403);
        foreach (var file in new[] { "source", "certs", "certs-secure" })
        {
            (await yard.Caller.GetAsync($"/api/builds/{build}/{file}", ("X-Worker-Id", other))).Status.Should().Be(403);
            (await yard.Caller.GetAsync($"/api/builds/{build}/{file}")).Status.Should().Be(403, "an admin is no worker");
        }

        (await yard.Status(build)).Should().Be("assigned");
        (await yard.Messages(build)).Should().Equal(before);
        (await yard.Result(worker, build)).Expect(200);
        (await yard.Log(worker, build, "late")).Status.Should().Be(409);
    }

    [Fact]
    public async Task A_running_build_that_is_cancelled_is_over_at_once_and_its_worker_hears_it()
    {
        var (worker, build, token) = await Assigned();
        (await yard.Beat(worker, build, token)).Expect(200);

        (await yard.Cancel(build)).Expect(200).Value("status").Should().Be("cancelled");

        (await yard.Beat(worker, build, token)).Expect(200).Value("order").Should().Be("cancel");
        (await yard.Caller.PostAsync($"/api/workers/{worker}/leases/heartbeat", $$"""{"leases":[{"leaseToken":"{{token}}"}]}"""))
            .Expect(200)["leases"]![0]!["order"]!.ToString().Should().Be("cancel");
        (await yard.Result(worker, build, token)).Status.Should().Be(409);
        (await yard.Cancel(build)).Status.Should().Be(409);
        (await yard.Get(build)).Value("cancel_confirmed").Should().Be("false");
        (await yard.Abandon(worker, build, token)).Expect(200);
        var shown = await yard.Get(build);
        (shown.Value("status"), shown.Value("cancel_confirmed")).Should().Be(("cancelled", "true"));
    }

    [Fact]
    public async Task An_abandoned_build_is_first_in_line_again()
    {
        var (worker, build, _) = await Assigned();
        var platform = (await yard.Get(build)).Value("platform")!;
        await yard.Submit(platform);

        (await yard.Abandon(worker, build)).Expect(200);

        (await yard.Poll(worker)).Should().Be(build);
        (await yard.Get(build)).Value("attempt").Should().Be("2");
    }

    [Fact]
    public async Task A_worker_that_leaves_hands_its_builds_back_and_its_token_dies()
    {
        var platform = cluster.NewPlatform();
        var registered = (await yard.Caller.PostAsync("/api/workers/register", new { capabilities = new { platforms = new[] { platform }, capacity = 2 } })).Expect(200);
        var (worker, token) = (registered.Value("id")!, registered.Value("access_token")!);
        var builds = new[] { await yard.Submit(platform), await yard.Submit(platform) };
        using HttpCaller self = new(cluster.Cluster.Gateways[0].Address);
        (await self.GetAsync("/api/workers/poll", ("X-Worker-Token", token))).Expect(200).Value("job.id").Should().Be(builds[0]);
        (await yard.Poll(worker)).Should().Be(builds[1]);

        var left = await self.PostAsync($"/api/workers/{worker}/unregister", null, ("X-Worker-Token", token));

        left.Expect(200).Value("builds_reassigned").Should().Be("2");
        (await self.GetAsync("/api/workers/poll", ("X-Worker-Token", token))).Status.Should().BeOneOf(403, 404);
        (await Task.WhenAll(builds.Select(yard.Status))).Should().AllBe("pending");
        var next = await yard.Register(platform, capacity: 2);
        new[] { await yard.Poll(next), await yard.Poll(next) }.Should().Equal(builds);
        (await yard.Caller.PostAsync($"/api/workers/{worker}/unregister")).Status.Should().Be(404);
    }

    [Fact]
    public async Task A_retry_is_a_new_build_with_its_own_source_linked_both_ways()
    {
        var (worker, build, _) = await Assigned();
        (await yard.Fail(worker, build)).Expect(200);

        var retried = (await yard.Caller.PostAsync($"/api/builds/{build}/retry")).Expect(200);
        var again = retried.Value("id")!;

        retried.Value("original_build_id").Should().Be(build);
        retried.Value("access_token").Should().NotBeNullOrEmpty();
        (await yard.Poll(worker)).Should().Be(again);
        (await yard.Caller.GetAsync($"/api/builds/{again}/source", ("X-Worker-Id", worker))).Text.Should().Be("source");
        (await yard.Messages(build)).Should().Contain($"Retried as {again}");
        (await yard.Messages(again)).Should().Contain($"Retry of {build}");
        (await yard.Status(build)).Should().Be("failed");
    }

    [Fact]
    public async Task A_build_whose_source_never_came_cannot_be_retried()
    {
        var build = await yard.SubmitAwaiting(cluster.NewPlatform());

        var retried = await yard.Caller.PostAsync($"/api/builds/{build}/retry");

        retried.Status.Should().Be(400);
        retried.Value("error").Should().Be("Original build source no longer available. Please submit a new build.");
    }

    [Fact]
    public async Task Log_lines_are_stored_once_in_order_and_bounded()
    {
        var (worker, build, _) = await Assigned();
        (await yard.Log(worker, build, "one", "key-1")).Expect(200).Value("count").Should().Be("1");
        (await yard.Log(worker, build, "one", "key-1")).Expect(200);
        (await yard.Log(worker, build, "two")).Expect(200);

        (await yard.Log(worker, build, new string('x', 70_000))).Status.Should().Be(413);

        (await yard.Messages(build)).TakeLast(2).Should().Equal("one", "two");
        var page = (await yard.Caller.GetAsync($"/api/builds/{build}/logs?after=2&limit=1")).Expect(200);
        (page["logs"]![0]!["seq"]!.ToString(), page.Value("next")).Should().Be(("3", "3"));
        (await yard.Caller.GetAsync("/api/builds/nobody/logs")).Status.Should().Be(404);
    }

    [Fact]
    public async Task A_followed_log_shows_every_line_and_ends_with_the_build()
    {
        var (worker, build, _) = await Assigned();
        var following = yard.Caller.Http.GetStringAsync($"/api/builds/{build}/logs?follow=true");
        foreach (var number in Enumerable.Range(1, 20))
        {
            (await yard.Log(worker, build, $"line {number}")).Expect(200);
        }

        (await yard.Result(worker, build)).Expect(200);
        var text = await following.WaitAsync(TimeSpan.FromSeconds(20));

        var ids = text.Split('\n').Where(line => line.StartsWith("id: ", StringComparison.Ordinal)).Select(line => int.Parse(line[4..])).ToArray();
        ids.Should().Equal(Enumerable.Range(1, ids.Length));
        text.Should().Contain("line 20").And.Contain("Build completed successfully");
    }

    [Fact]
    public async Task Readings_out_of_range_are_refused_and_others_are_kept()
    {
        var (worker, build, _) = await Assigned();
        (await Sample(worker, build, "1000.5", "10")).Status.Should().Be(400);
        (await Sample(worker, build, "10", "-1")).Status.Should().Be(400);
        (await Sample(worker, build, "99.5", "512")).Expect(200).Value("status").Should().Be("ok");

        var samples = (await yard.Caller.GetAsync($"/api/builds/{build}/telemetry")).Expect(200)["samples"]!.AsArray();

        samples.Should().ContainSingle().Which!["cpu_percent"]!.GetValue<double>().Should().Be(99.5);
    }

    [Fact]
    public async Task Certificates_are_read_out_of_their_zip_for_the_assigned_worker()
    {
        var platform = cluster.NewPlatform();
        using MultipartFormDataContent form = new()
        {
            { new ByteArrayContent(Certs()), "certs", "certs.zip" },
            { new ByteArrayContent([1, 2, 3]), "source", "s.zip" },
            { new StringContent(platform), "platform" },
        };
        var build = (await yard.Caller.SendAsync(HttpMethod.Post, "/api/builds/submit", form)).Expect(201).Value("id")!;
        var worker = await yard.Register(platform);
        (await yard.PollWhole(worker)).Value("job.certs_url").Should().Be($"/api/builds/{build}/certs");

        var read = (await yard.Caller.GetAsync($"/api/builds/{build}/certs-secure", ("X-Worker-Id", worker))).Expect(200);

        read.Value("p12").Should().Be(Convert.ToBase64String(Encoding.UTF8.GetBytes("the p12")));
        read.Value("p12Password").Should().Be("secret");
        read["provisioningProfiles"]!.AsArray().Should().HaveCount(2);
        read.Value("keychainPassword").Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task Submissions_are_judged()
    {
        await Refused("Invalid platform. Must be one of", ("platform", "windows-95"));
        await Refused("Missing source file", ("platform", "p1"));
        await Refused("worker_id required", yard.Caller.GetAsync("/api/workers/poll"));
        await Refused("Worker not found", yard.Caller.GetAsync("/api/workers/poll?worker_id=nobody"), 404);
    }

    [Fact]
    public async Task A_known_worker_registers_again_and_keeps_its_name_and_counts()
    {
        var platform = cluster.NewPlatform();
        var worker = await yard.Register(platform);
        var build = await yard.Submit(platform);
        (await yard.Poll(worker)).Should().Be(build);
        (await yard.Fail(worker, build)).Expect(200);

        var again = (await yard.Caller.PostAsync("/api/workers/register", new { id = worker, name = "other" })).Expect(200);

        again.Value("status").Should().Be("re-registered");
        var stats = (await yard.Caller.GetAsync($"/api/workers/{worker}/stats")).Expect(200);
        (stats.Value("workerName"), stats.Value("totalBuilds"), stats.Value("failedBuilds")).Should().Be(("tester", "1", "1"));
        stats.Value("uptime").Should().MatchRegex(@"^\d+[smhd]( \d+[smh])?$");
    }

    [Fact]
    public async Task An_admin_without_a_worker_id_acts_for_whoever_holds_the_build()
    {
        var (_, build, _) = await Assigned();

        (await yard.Caller.PostAsync("/api/workers/heartbeat", $$"""{"build_id":"{{build}}"}""")).Expect(200);
        (await yard.Caller.PostAsync("/api/workers/fail", $$"""{"build_id":"{{build}}","error":"by hand"}""")).Expect(200);

        (await yard.Get(build)).Value("error_message").Should().Be("by hand");
    }

    [Fact]
    public async Task Health_and_statistics_count_builds()
    {
        var platform = cluster.NewPlatform();
        await yard.Submit(platform);
        await yard.Register(platform);

        await Eventually.BeTrue("the public numbers show them", async () =>
        {
            var stats = (await yard.Caller.GetAsync("/public/stats")).Expect(200);
            return stats["nodesOnline"]!.GetValue<long>() > 0 && stats["buildsQueued"]!.GetValue<long>() > 0 && stats["buildsToday"]!.GetValue<long>() > 0;
        });
        (await yard.Caller.GetAsync("/api/builds/statistics")).Expect(200)["pending"]!.GetValue<long>().Should().BePositive();
    }

    private async Task<(string Worker, string Build, string Token)> Assigned()
    {
        var platform = cluster.NewPlatform();
        var build = await yard.Submit(platform);
        var worker = await yard.Register(platform);
        var polled = await yard.PollWhole(worker);
        polled.Value("job.id").Should().Be(build);
        return (worker, build, polled.Value("job.lease_token")!);
    }

    private Task<Answer> Save(string build, string source) =>
        yard.Caller.SendAsync(HttpMethod.Put, $"/api/builds/{build}/source", new ByteArrayContent(Encoding.UTF8.GetBytes(source)));

    private Task<Answer> Sample(string worker, string build, string cpu, string memory) => yard.Caller.PostAsync(
        $"/api/builds/{build}/telemetry?worker_id={worker}",
        $$$"""{"type":"cpu_snapshot","timestamp":"2026-01-01T00:00:00Z","data":{"cpu_percent":{{{cpu}}},"memory_mb":{{{memory}}}}}""");

    private async Task Refused(string error, params (string Name, string Value)[] fields)
    {
        using MultipartFormDataContent form = [];
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        await Refused(error, yard.Caller.SendAsync(HttpMethod.Post, "/api/builds", form));
    }

    private static async Task Refused(string error, Task<Answer> answer, int status = 400)
    {
        (await answer).Status.Should().Be(status);
        (await answer).Value("error").Should().StartWith(error);
    }

    private static byte[] Certs()
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            SourceZip.Add(zip, "cert.p12", "the p12");
            SourceZip.Add(zip, "password.txt", "secret\n");
            SourceZip.Add(zip, "one.mobileprovision", "one");
            SourceZip.Add(zip, "two.mobileprovision", "two");
        }

        return bytes.ToArray();
    }
}
