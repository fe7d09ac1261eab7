using System.Globalization;
using System.Net.Http.Headers;
using GrainJobs.Jobs;

namespace GrainJobs.Http;

/// <summary>Corners of the contract that clients in other languages lean on.</summary>
public sealed class ContractTests(EmbeddedGateway gateway) : IClassFixture<EmbeddedGateway>
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/api/jobs")]
    [InlineData("/api/queues")]
    [InlineData("/openapi/v1.json")]
    public async Task HEAD_is_answered_as_GET_without_a_body(string path)
    {
        using HttpCaller caller = gateway.Server.Caller();
        Answer answer = (await caller.SendAsync(HttpMethod.Head, path, null)).Expect(200);

        answer.Text.Should().BeEmpty();
        answer.ContentHeaders.ContentType.Should().Be((await caller.GetAsync(path)).ContentHeaders.ContentType);
    }

    [Fact]
    public async Task HEAD_of_a_stream_does_not_hang()
    {
        using HttpCaller caller = gateway.Server.Caller();
        (await caller.PostAsync("/api/jobs", """{"jobId":"watched-by-head"}""")).Expect(201);
        (await caller.SendAsync(HttpMethod.Head, "/api/jobs/watched-by-head/stream", null)).Expect(405);
    }

    [Fact]
    public async Task An_empty_bulk_call_has_no_results()
    {
        using HttpCaller caller = gateway.Server.Caller();
        (await caller.PostAsync("/api/jobs/bulk", "[]")).Expect(200)["results"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task A_lease_of_a_job_without_a_payload_says_null()
    {
        using HttpCaller caller = gateway.Server.Caller();
        (await caller.PostAsync("/api/jobs", """{"jobType":"bare","queue":"bare"}""")).Expect(201);
        Answer leased = (await caller.PostAsync("/api/queues/bare/lease", """{"workerId":"w","wait":10}""")).Expect(200);

        leased["leases"]![0]!.AsObject().Should().ContainKey("payload").WhoseValue.Should().BeNull();
    }

    [Fact]
    public async Task A_long_line_of_one_key_holds_up_no_other_key()
    {
        using HttpCaller caller = gateway.Server.Caller();
        foreach (string name in "a1 a2 a3 a4 a5 b1 b2".Split(' '))
        {
            (await caller.PostAsync("/api/jobs", new { jobId = "fair-" + name, jobType = "t", queue = "fair", concurrencyKey = name[..1] })).Expect(201);
        }

        List<string> order = [];
        foreach (int _ in Enumerable.Range(0, 5))
        {
            Answer leased = (await caller.PostAsync("/api/queues/fair/lease", """{"workerId":"fair-worker","max":10,"wait":0}""")).Expect(200);
            order.AddRange(leased["leases"]!.AsArray().Select(lease => lease!["jobId"]!.GetValue<string>()));
        }

        order.Should().Equal("fair-a1", "fair-b1", "fair-a2", "fair-b2", "fair-a3", "fair-a4", "fair-a5");
    }

    [Fact]
    public async Task Queues_are_listed_page_by_page()
    {
        using HttpCaller caller = gateway.Server.Caller();
        foreach (int number in Enumerable.Range(0, 60))
        {
            (await caller.PostAsync("/api/jobs", new { jobType = "t", queue = string.Create(CultureInfo.InvariantCulture, $"paged-{number}") })).Expect(201);
        }

        string[] seen = await NamesAsync(caller, 7);
        seen.Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems().And.Contain(Enumerable.Range(0, 60).Select(number => $"paged-{number}"));
        (await NamesAsync(caller, 500)).Should().Equal(seen);
        (await caller.GetAsync("/api/queues?limit=0")).Expect(400);
        (await caller.GetAsync("/api/queues?cursor=garbage")).Expect(400);
    }

    [Fact]
    public async Task A_wrong_build_form_is_answered_with_all_its_faults()
    {
        using HttpCaller caller = gateway.Server.Caller();
        using MultipartFormDataContent form = new() { { new StringContent("dos"), "platform" }, { new StringContent("maybe"), "await_source" }, { new StringContent("x"), "priority" } };
        Answer answer = (await caller.SendAsync(HttpMethod.Post, "/api/builds", form)).Expect(400);

        answer["errors"]!.AsObject().Select(field => field.Key).Should().BeEquivalentTo("platform", "await_source", "source", "priority");
        answer["error"]!.GetValue<string>().Should().StartWith("Invalid platform");
    }

    [Fact]
    public async Task A_form_without_a_boundary_is_malformed()
    {
        using HttpCaller caller = gateway.Server.Caller();
        using ByteArrayContent content = new([1]) { Headers = { ContentType = new MediaTypeHeaderValue("multipart/form-data") } };
        (await caller.SendAsync(HttpMethod.Post, "/api/builds", content)).Expect(400);
    }

    [Fact]
    public async Task The_dashboard_says_whether_a_key_is_missing_or_not_good_enough()
    {
        using HttpCaller stranger = gateway.Server.Caller(null);
        Answer missing = (await stranger.GetAsync("/dashboard")).Expect(401);
        Answer wrong = (await stranger.GetAsync("/dashboard", ("X-API-Key", new string('c', 40)))).Expect(403);

        missing.Headers.WwwAuthenticate.Should().NotBeEmpty();
        wrong.Code.Should().Be("forbidden");
        wrong.ContentHeaders.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    /// <summary>A page may be short: only its cursor says whether more follows.</summary>
    private static async Task<string[]> NamesAsync(HttpCaller caller, int limit)
    {
        List<string> seen = [];
        string? cursor = "";
        while (cursor is not null)
        {
            Answer page = (await caller.GetAsync($"/api/queues?limit={limit}" + (cursor.Length == 0 ? "" : "&cursor=" + Uri.EscapeDataString(cursor)))).Expect(200);
            page["queues"]!.AsArray().Count.Should().BeLessThanOrEqualTo(limit);
            seen.AddRange(page["queues"]!.AsArray().Select(queue => queue!["name"]!.GetValue<string>()));
            cursor = page.Value("nextCursor");
        }

        return [.. seen];
    }
}
