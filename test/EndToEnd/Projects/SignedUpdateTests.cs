using System.Text.Json;
using GrainJobs.Http;
using GrainJobs.Processes;

namespace GrainJobs.Projects;

/// <summary>The signed route over HTTP against the embedded server.</summary>
public sealed class SignedUpdateTests : IAsyncLifetime
{
    private readonly ScratchFolder folder = new();
    private ServerProcess server = null!;
    private HttpCaller admin = null!;
    private SignedCaller signed = null!;

    public async Task InitializeAsync()
    {
        server = await ServerProcess.Gateway("gateway", new()
        {
            DataFolder = folder.Path,
            Settings = new Dictionary<string, string?> { ["Signing__SharedSecret"] = SignedCaller.Secret, ["Limits__ProjectUpdatesPerHour"] = "5" },
        }).ReadyAsync();
        admin = server.Caller();
        signed = new(server.Address);
        (await admin.PutAsync("/api/projects/p1", new { name = "One", framework = "react" })).Expect(201);
    }

    public async Task DisposeAsync()
    {
        admin.Dispose();
        signed.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task An_update_becomes_a_build_of_the_platform_project_and_a_tracked_job()
    {
        var answer = (await signed.Update(new { projectId = "p1", prompt = "make it blue", userId = "ann" })).Expect(200);

        answer["success"]!.GetValue<bool>().Should().BeTrue();
        answer.Value("message").Should().Be("Update queued successfully");
        answer.Value("projectId").Should().Be("p1");
        answer.Headers.GetValues("x-ratelimit-remaining").Should().Equal("4");
        long.Parse(answer.Headers.GetValues("x-ratelimit-reset").Single()).Should().BeInRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3_500, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3_700);
        (await admin.GetAsync($"/api/builds/{answer.Value("buildId")}")).Expect(200).Value("platform").Should().Be("project");
        var job = (await admin.GetAsync($"/api/jobs/{answer.Value("jobId")}")).Expect(200);
        job.Value("tracked").Should().Be("true");
        job.Value("status").Should().Be("queued");
        var project = (await admin.GetAsync("/api/projects/p1")).Expect(200);
        project.Value("buildStatus").Should().Be("queued");
        project.Text.Should().Contain("\"currentBuildId\":null").And.Contain("\"lastBuildStarted\":null");
    }

    [Fact]
    public async Task Refusals_come_in_their_order_and_a_refused_request_uses_up_no_nonce()
    {
        var body = JsonSerializer.Serialize(new { projectId = "p1", prompt = "x" }, JsonSerializerOptions.Web);
        var (time, nonce) = (SignedCaller.Now, "one-nonce");
        (string, string) right = ("x-sheen-signature", SignedCaller.Sign(time + body));
        (string, string) wrong = ("x-sheen-signature", new string('a', 64));

        (await signed.Send(body)).Expect(401).Code.Should().Be("MISSING_SIGNATURE");
        (await signed.Send(body, right)).Expect(408).Code.Should().Be("TIMESTAMP_OUT_OF_RANGE");
        (await signed.Send(body, wrong, ("x-sheen-timestamp", "1"), ("x-sheen-nonce", nonce))).Expect(408);
        (await signed.Send(body, wrong, ("x-sheen-timestamp", time), ("x-sheen-nonce", nonce))).Expect(403).Code.Should().Be("INVALID_SIGNATURE");
        (await signed.Send(body, right, ("x-sheen-timestamp", time), ("x-sheen-nonce", nonce))).Expect(200);
        (await signed.Send(body, right, ("x-sheen-timestamp", time), ("x-sheen-nonce", nonce))).Expect(409).Code.Should().Be("REPLAY_ATTACK_DETECTED");
        (await signed.Send(body, wrong, ("x-sheen-timestamp", time), ("x-sheen-nonce", nonce))).Expect(409);
        (await signed.Update(new { projectId = "nobody", prompt = "x" })).Expect(404).Code.Should().Be("project_not_found");
        var faults = (await signed.Update(new { projectId = "a b", framework = "cobol", userId = "" })).Expect(400);
        faults["errors"]!.AsObject().Select(field => field.Key).Should().BeEquivalentTo("projectId", "framework", "userId", "prompt");
    }

    [Fact]
    public async Task The_second_version_covers_nonce_and_sorted_query()
    {
        var body = new { projectId = "p1", prompt = "v2" };
        (await signed.UpdateV2(body, "v2-nonce", "?b=2&a=1", "?a=1&b=2")).Expect(200);
        (await signed.UpdateV2(body, "v2-other", "?b=2&a=1", "?b=2&a=1")).Expect(403);
        (await signed.UpdateV2(body, "")).Expect(200);
    }

    [Fact]
    public async Task Of_requests_that_race_with_one_nonce_one_gets_in()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(index => signed.Update(new { projectId = "p1", prompt = $"race {index}" }, nonce: "shared")));
        answers.Count(answer => answer.Status == 200).Should().Be(1);
        answers.Where(answer => answer.Status != 200).Should().OnlyContain(answer => answer.Status == 409);
    }

    [Fact]
    public async Task A_captured_request_with_fresh_nonces_is_the_same_operation_also_when_it_races()
    {
        var time = SignedCaller.Now;
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => signed.Update(new { projectId = "p1", prompt = "captured" }, timestamp: time)));
        answers.Should().OnlyContain(answer => answer.Status == 200);
        answers.Select(answer => answer.Text).Distinct().Should().ContainSingle();
        (await admin.GetAsync("/api/projects/p1/builds"))["builds"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task The_limit_is_per_user_and_its_refusal_says_when_to_come_back()
    {
        for (var update = 0; update < 5; update++)
        {
            (await signed.Update(new { projectId = "p1", prompt = $"{update}", userId = "eve", operationId = $"op{update}" })).Expect(200);
        }

        var refused = (await signed.Update(new { projectId = "p1", prompt = "one more", userId = "eve" })).Expect(429);
        refused.Headers.RetryAfter!.Delta!.Value.Should().BeGreaterThan(TimeSpan.FromMinutes(55));
        refused.Headers.GetValues("x-ratelimit-remaining").Should().Equal("0");
        (await signed.Update(new { projectId = "p1", prompt = "again", userId = "eve", operationId = "op1" })).Expect(200);
        (await signed.Update(new { projectId = "p1", prompt = "another", userId = "bob" })).Expect(200);
    }

    [Fact]
    public async Task Nonces_operations_and_limits_outlive_a_killed_process()
    {
        var first = (await signed.Update(new { projectId = "p1", prompt = "x", userId = "ann", operationId = "op" }, nonce: "kept")).Expect(200);

        await server.KillAsync();
        await (await server.StartAgainAsync()).ReadyAsync();

        (await signed.Update(new { projectId = "p1", prompt = "y", userId = "ann" }, nonce: "kept")).Expect(409);
        var second = (await signed.Update(new { projectId = "p1", prompt = "z", userId = "ann", operationId = "op" })).Expect(200);
        second.Value("buildId").Should().Be(first.Value("buildId"));
        second.Headers.GetValues("x-ratelimit-remaining").Should().Equal("4");
    }
}
