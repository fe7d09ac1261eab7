using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using GrainJobs.Jobs;
using GrainJobs.Time;

namespace GrainJobs.Http;

/// <summary>Following a job by stream, by long poll and by entity tag.</summary>
public sealed class StreamTests(EmbeddedGateway gateway) : IClassFixture<EmbeddedGateway>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_reader_sees_every_version_in_order_and_the_stream_ends_after_the_last()
    {
        using HttpCaller caller = gateway.Server.Caller();
        string id = await TrackedAsync(caller);
        Task<List<SseItem<string>>> reading = ReadAsync(caller, id);
        await UntilWatchedAsync(caller, id, reading);
        for (int progress = 10; progress <= 90; progress += 10)
        {
            (await caller.PatchAsync($"/api/jobs/{id}", new { progress })).Expect(200);
        }

        (await caller.PatchAsync($"/api/jobs/{id}", new { status = "completed", result = new { done = true } })).Expect(200);
        List<SseItem<string>> events = await reading.WaitAsync(Limit);

        long[] versions = [.. events.Select(item => long.Parse(item.EventId!))];
        versions.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        versions.Should().Equal(Enumerable.Range((int)versions[0], versions.Length).Select(version => (long)version));
        events.Should().OnlyContain(item => item.EventType == "message");
        JsonNode.Parse(events[^1].Data)!["status"]!.ToString().Should().Be("completed");
        JsonNode.Parse(events[^1].Data)!["result"]!["done"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public async Task A_resumed_stream_continues_after_the_version_it_names()
    {
        using HttpCaller caller = gateway.Server.Caller();
        string id = await TrackedAsync(caller);
        (await caller.PatchAsync($"/api/jobs/{id}", new { progress = 10 })).Expect(200);
        Task<List<SseItem<string>>> reading = ReadAsync(caller, id, lastEventId: "2");
        (await caller.PatchAsync($"/api/jobs/{id}", new { status = "completed" })).Expect(200);

        (await reading.WaitAsync(Limit)).Select(item => item.EventId).Should().Equal("3");
        (await caller.GetAsync($"/api/jobs/{id}/stream", ("Last-Event-ID", "3"))).Expect(204);
    }

    [Fact]
    public async Task A_resumed_stream_tells_every_version_that_passed_as_an_uninterrupted_one_did()
    {
        using HttpCaller caller = gateway.Server.Caller();
        string id = await TrackedAsync(caller);
        Task<List<SseItem<string>>> reading = ReadAsync(caller, id);
        await UntilWatchedAsync(caller, id, reading);
        for (int step = 1; step <= 80; step++)
        {
            (await caller.PatchAsync($"/api/jobs/{id}", new { progress = step, message = $"step {step}", documentId = step % 7 == 0 ? $"d-{step}" : null, result = step % 9 == 0 ? new { step } : null })).Expect(200);
        }

        (await caller.PatchAsync($"/api/jobs/{id}", new { status = "error", error = "enough" })).Expect(200);
        List<SseItem<string>> uninterrupted = await reading.WaitAsync(Limit);

        uninterrupted.Count.Should().Be(82);
        foreach (int away in (int[])[1, 2, 40, 80, 81])
        {
            List<SseItem<string>> resumed = await ReadAsync(caller, id, $"{away}").WaitAsync(Limit);
            resumed.Select(item => (item.EventId, item.Data)).Should().Equal(uninterrupted.Skip(away).Select(item => (item.EventId, item.Data)));
        }
    }

    [Fact]
    public async Task A_stream_of_a_leased_job_can_be_resumed_from_its_first_version()
    {
        using HttpCaller caller = gateway.Server.Caller();
        string id = $"leased-{Guid.NewGuid():n}";
        (await caller.PostAsync("/api/jobs", new { jobId = id, jobType = "outside", queue = id })).Expect(201);
        Task<List<SseItem<string>>> reading = ReadAsync(caller, id);
        await UntilWatchedAsync(caller, id, reading);
        foreach (string end in (string[])["release", "fail", "complete"])
        {
            Answer leased = await Eventually.Get("it is leased", () => caller.PostAsync($"/api/queues/{id}/lease", new { workerId = id, wait = 5 }), answer => answer["leases"]![0] is not null);
            string token = leased["leases"]![0]!["leaseToken"]!.ToString();
            (await caller.PostAsync($"/api/leases/{token}/progress", new { progress = 30, message = $"before {end}" })).Expect(200);
            (await caller.PostAsync($"/api/leases/{token}/{end}", end == "fail" ? new { error = "once", retryAfter = 0 } : new { })).Expect(200);
        }

        List<SseItem<string>> uninterrupted = await reading.WaitAsync(Limit);

        uninterrupted.Select(item => item.EventId).Should().Equal(Enumerable.Range(1, uninterrupted.Count).Select(version => $"{version}"));
        uninterrupted.Select(item => JsonNode.Parse(item.Data)!["status"]!.ToString()).Should().ContainInOrder("queued", "processing", "queued", "processing", "scheduled", "queued", "processing", "completed");
        (await ReadAsync(caller, id, "1").WaitAsync(Limit)).Select(item => (item.EventId, item.Data)).Should().Equal(uninterrupted.Skip(1).Select(item => (item.EventId, item.Data)));
    }

    [Fact]
    public async Task A_stream_may_be_opened_a_moment_before_its_job_exists()
    {
        using HttpCaller caller = gateway.Server.Caller();
        string id = $"early-{Guid.NewGuid():n}";
        Task<List<SseItem<string>>> reading = ReadAsync(caller, id);
        await caller.PostAsync("/api/jobs", new { jobId = id, tracked = true });
        await caller.PatchAsync($"/api/jobs/{id}", new { status = "completed" });

        (await reading.WaitAsync(Limit)).Should().NotBeEmpty();
        (await caller.GetAsync("/api/jobs/never-made/stream")).Expect(404).Value("error").Should().Be("Job not found");
    }

    [Fact]
    public async Task Hundreds_of_readers_of_one_job_all_see_its_end()
    {
        using HttpCaller caller = gateway.Server.Caller();
        string id = await TrackedAsync(caller);
        Task<List<SseItem<string>>>[] readers = [.. Enumerable.Range(0, 300).Select(_ => ReadAsync(caller, id))];
        for (int progress = 1; progress <= 20; progress++)
        {
            await caller.PatchAsync($"/api/jobs/{id}", new { progress });
        }

        await caller.PatchAsync($"/api/jobs/{id}", new { status = "completed" });
        List<SseItem<string>>[] seen = await Task.WhenAll(readers).WaitAsync(Limit);

        seen.Select(events => JsonNode.Parse(events[^1].Data)!["status"]!.ToString()).Should().AllBe("completed");
    }

    [Fact]
    public async Task The_head_of_a_stream_keeps_proxies_from_holding_it_back()
    {
        using HttpCaller caller = gateway.Server.Caller();
        string id = await TrackedAsync(caller);
        using HttpRequestMessage request = new(HttpMethod.Get, $"/api/jobs/{id}/stream");
        using HttpResponseMessage response = await caller.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        response.Headers.CacheControl!.ToString().Should().Contain("no-cache").And.Contain("no-transform");
        response.Headers.GetValues("X-Accel-Buffering").Should().Equal("no");
    }

    [Fact]
    public async Task A_long_poll_answers_when_the_job_moves_and_not_before()
    {
        using HttpCaller caller = gateway.Server.Caller();
        string id = await TrackedAsync(caller);
        Task<Answer> poll = caller.GetAsync($"/api/jobs/{id}?wait=20&version=1");
        Answer short1 = (await caller.GetAsync($"/api/jobs/{id}?wait=0.3&version=1")).Expect(200);
        poll.IsCompleted.Should().BeFalse();
        await caller.PatchAsync($"/api/jobs/{id}", new { progress = 5 });

        short1.Value("version").Should().Be("1");
        (await poll.WaitAsync(Limit)).Expect(200).Value("version").Should().Be("2");
        (await caller.GetAsync($"/api/jobs/{id}?wait=20&version=1")).Expect(200).Value("version").Should().Be("2");
        (await caller.GetAsync($"/api/jobs/{id}?wait=31")).Expect(400);
    }

    [Fact]
    public async Task An_unchanged_job_is_304()
    {
        using HttpCaller caller = gateway.Server.Caller();
        string id = await TrackedAsync(caller);
        string tag = (await caller.GetAsync($"/api/jobs/{id}")).Expect(200).Headers.ETag!.ToString();

        (await caller.GetAsync($"/api/jobs/{id}", ("If-None-Match", tag))).Expect(304);
        (await caller.GetAsync($"/api/jobs/{id}", ("If-None-Match", "W/" + tag))).Expect(304);
        await caller.PatchAsync($"/api/jobs/{id}", new { progress = 5 });
        (await caller.GetAsync($"/api/jobs/{id}", ("If-None-Match", tag))).Expect(200);
    }

    private static async Task<string> TrackedAsync(HttpCaller caller) =>
        (await caller.PostAsync("/api/jobs", new { tracked = true })).Expect(201).Value("jobId")!;

    private static async Task<List<SseItem<string>>> ReadAsync(HttpCaller caller, string id, string? lastEventId = null)
    {
        List<SseItem<string>> events = [];
        await foreach (SseItem<string> item in caller.EventsAsync($"/api/jobs/{id}/stream", lastEventId))
        {
            lock (events)
            {
                events.Add(item);
            }
        }

        return events;
    }

    /// <summary>A first change that the reader can't have missed shows that it is subscribed.</summary>
    private static async Task UntilWatchedAsync(HttpCaller caller, string id, Task reading)
    {
        (await caller.GetAsync($"/api/jobs/{id}?wait=0.5&version=1")).Expect(200);
        reading.IsCompleted.Should().BeFalse();
    }
}
