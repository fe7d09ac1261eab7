using System.Net.Http.Headers;
using System.Text;
using CsCheck;
using GrainJobs.Jobs;
using GrainJobs.Processes;

namespace GrainJobs.Http;

/// <summary>What is broken, too large or meant to harm gets a 4xx that names the fault, and leaves nothing behind.</summary>
public sealed class HostileRequestTests(EmbeddedGateway gateway) : IClassFixture<EmbeddedGateway>
{
    private const string Key = "X-API-Key: " + ServerOptions.AdminKey + "\r\n";
    private const string JsonPost = "POST /api/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + Key;

    [Theory]
    [InlineData("{", "malformed_json")]
    [InlineData("[]", "invalid_request")]
    [InlineData("\"text\"", "invalid_request")]
    [InlineData("""{"jobType":"a","jobType":"b"}""", "invalid_request")]
    [InlineData("""{"unheardOf":1}""", "invalid_request")]
    [InlineData("""{"priority":"7"}""", "invalid_request")]
    [InlineData("""{"message":"a\u0000b"}""", "invalid_request")]
    [InlineData("""{"message":"\ud800"}""", "invalid_request")]
    [InlineData("""{"payload":{"deep":["\u0000"]}}""", "invalid_request")]
    [InlineData("""{"payload":{"\udfff":1}}""", "invalid_request")]
    [InlineData("""{"jobId":"../../etc/passwd"}""", "invalid_request")]
    [InlineData("""{"delay":-1}""", "invalid_request")]
    [InlineData("""{"delay":1e300}""", "invalid_request")]
    [InlineData("""{"runAt":"soon"}""", "invalid_request")]
    [InlineData("""{"maxAttempts":0}""", "invalid_request")]
    [InlineData("""{"dependsOn":["nobody-knows-it"]}""", "invalid_request")]
    [InlineData("""{"jobType":"http","callbackUrl":"http://169.254.169.254/"}""", "invalid_request")]
    public async Task A_wrong_body_is_refused(string body, string code)
    {
        using HttpCaller caller = gateway.Server.Caller();
        (await caller.PostAsync("/api/jobs", body)).Expect(400).Code.Should().Be(code);
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once()
    {
        using HttpCaller caller = gateway.Server.Caller();
        Answer answer = (await caller.PostAsync("/api/jobs", """{"jobId":"a b","priority":99999999,"maxAttempts":0,"queue":"\\"}""")).Expect(400);

        answer["errors"]!.AsObject().Select(field => field.Key).Should().Contain(["jobId", "priority", "maxAttempts", "queue"]);
        answer.ContentHeaders.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task A_payload_over_its_limit_is_413_and_one_at_it_is_taken()
    {
        using HttpCaller caller = gateway.Server.Caller();
        (await caller.PostAsync("/api/jobs", $$"""{"payload":"{{new string('x', (64 * 1024) - 1)}}"}""")).Expect(413).Code.Should().Be("too_large");
        (await caller.PostAsync("/api/jobs", $$"""{"payload":"{{new string('x', (64 * 1024) - 2)}}"}""")).Expect(201);
    }

    [Fact]
    public async Task A_body_that_announces_too_much_is_refused_before_it_is_sent()
    {
        using RawConnection connection = await RawConnection.OpenAsync(gateway.Server.Address);
        await connection.SendAsync(JsonPost + "Content-Length: 99999999999\r\n\r\n");

        (await connection.StatusAsync()).Should().Be(413);
    }

    [Fact]
    public async Task A_chunked_body_is_cut_at_the_limit()
    {
        using RawConnection connection = await RawConnection.OpenAsync(gateway.Server.Address);
        await connection.SendAsync(JsonPost + "Transfer-Encoding: chunked\r\n\r\n");
        Task<int> status = connection.StatusAsync();
        await connection.TrySendAsync(Encoding.ASCII.GetBytes("10000\r\n" + new string(' ', 0x10000) + "\r\n"), 64);

        (await status).Should().Be(413);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Transfer-Encoding: gzip\r\n\r\nhello")]
    public async Task Broken_framing_is_400(string rest)
    {
        using RawConnection connection = await RawConnection.OpenAsync(gateway.Server.Address);
        await connection.SendAsync(JsonPost + rest);

        (await connection.StatusAsync()).Should().BeOneOf(400, 411, 501);
    }

    [Theory]
    [InlineData("/api/jobs/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/jobs/%5c%5cserver%5cshare")]
    [InlineData("/api/jobs/a%0d%0aX-Evil:%201")]
    [InlineData("/api/jobs/a%00b")]
    [InlineData("/api/jobs/%ff%fe")]
    [InlineData("/api/jobs/%E2%80%AE/events")]
    [InlineData("/api/jobs/internal:1")]
    [InlineData("/api/queues/..%2f")]
    [InlineData("/api/jobs?cursor=%00&limit=-5&status=%F0%9F%92%A9")]
    [InlineData("/api/jobs/x/stream?token=%00")]
    public async Task A_hostile_address_is_a_4xx(string path)
    {
        using RawConnection connection = await RawConnection.OpenAsync(gateway.Server.Address);
        await connection.SendAsync($"GET {path} HTTP/1.1\r\nHost: x\r\n{Key}Connection: close\r\n\r\n");
        string answer = await connection.ReadUntilAsync("never");

        int.Parse(answer.Split(' ')[1]).Should().BeInRange(400, 499);
        answer.Should().NotContain("\r\nX-Evil").And.NotContain("Server:").And.NotContain("   at ");
    }

    [Fact]
    public async Task Headers_over_the_limit_are_431()
    {
        using RawConnection connection = await RawConnection.OpenAsync(gateway.Server.Address);
        await connection.SendAsync("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: " + new string('x', 40_000) + "\r\n\r\n");

        (await connection.StatusAsync()).Should().Be(431);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=" + "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    public async Task A_form_without_a_boundary_is_400(string type)
    {
        using HttpCaller caller = gateway.Server.Caller();
        (await caller.SendAsync(HttpMethod.Post, "/api/files/process", Content("x", type))).Expect(400);
    }

    [Fact]
    public async Task What_is_no_form_is_415()
    {
        using HttpCaller caller = gateway.Server.Caller();
        (await caller.SendAsync(HttpMethod.Post, "/api/files/process", Content("x", "text/plain"))).Expect(415);
    }

    [Theory]
    [InlineData("--b\r\nno header end")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"documentType\"\r\n\r\ncut")]
    [InlineData("no boundary at all")]
    public async Task A_broken_form_is_400(string body)
    {
        using HttpCaller caller = gateway.Server.Caller();
        (await caller.SendAsync(HttpMethod.Post, "/api/files/process", Content(body, "multipart/form-data; boundary=b"))).Expect(400);
    }

    [Fact]
    public async Task A_form_of_too_many_parts_is_400()
    {
        using HttpCaller caller = gateway.Server.Caller();
        string parts = string.Concat(Enumerable.Range(0, 200).Select(n => $"--b\r\nContent-Disposition: form-data; name=\"x{n}\"\r\n\r\n1\r\n"));
        (await caller.SendAsync(HttpMethod.Post, "/api/files/process", Content(parts + "--b--\r\n", "multipart/form-data; boundary=b"))).Expect(400);
    }

    [Fact]
    public async Task Another_method_is_405_and_another_type_415()
    {
        using HttpCaller caller = gateway.Server.Caller();
        (await caller.PutAsync("/api/jobs", new { })).Expect(405).Code.Should().Be("method_not_allowed");
        (await caller.SendAsync(HttpMethod.Post, "/api/jobs", Content("{}", "text/plain"))).Expect(415).Code.Should().Be("unsupported_media_type");
        (await caller.SendAsync(HttpMethod.Post, "/api/jobs/none/cancel", Content("", "application/json"))).Expect(404);
    }

    [Fact]
    public async Task A_bulk_call_over_10_000_is_refused_and_one_bad_item_does_not_harm_the_others()
    {
        using HttpCaller caller = gateway.Server.Caller();
        (await caller.PostAsync("/api/jobs/bulk", "[" + string.Join(',', Enumerable.Repeat("{}", 10_001)) + "]")).Expect(400);
        Answer mixed = (await caller.PostAsync("/api/jobs/bulk", """[{"jobId":"bulk-1"},{"jobId":"bulk-2","x":1},{"jobId":"bulk-1"},7]""")).Expect(200);

        mixed["results"]!.AsArray().Select(item => item!["outcome"]!.ToString()).Should().Equal("created", "error", "existing", "error");
    }

    [Fact]
    public async Task No_bytes_whatever_make_a_5xx()
    {
        using HttpCaller caller = gateway.Server.Caller();
        string[] seeds = ["""{"jobId":"s","payload":{"a":[1,{"b":null}]},"tags":["x"]}""", """{"stages":[{"jobType":"a"}],"runAt":"2030-01-01T00:00:00Z"}"""];
        Gen<byte[]> bodies = Gen.Select(Gen.Int[0, seeds.Length - 1].Select(index => seeds[index]), Gen.Int[0, 60], Gen.Byte.Array[0, 6], Mutate);
        await bodies.SampleAsync(
            async body =>
            {
                using ByteArrayContent content = new(body);
                content.Headers.ContentType = new("application/json");
                Answer answer = await caller.SendAsync(HttpMethod.Post, "/api/jobs", content);
                return answer.Status < 500 && (answer.IsSuccess || answer.Code is not null);
            },
            iter: 300,
            threads: 2);
    }

    [Fact]
    public async Task No_answer_tells_what_the_server_is()
    {
        using HttpCaller caller = gateway.Server.Caller();
        foreach (string path in new[] { "/health", "/api/jobs", "/nowhere", "/docs/", "/openapi/v1.json" })
        {
            Answer answer = await caller.GetAsync(path);
            answer.Headers.Contains("Server").Should().BeFalse();
            answer.Headers.Contains("X-Powered-By").Should().BeFalse();
            answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
            answer.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        }
    }

    [Fact]
    public async Task The_docs_page_fetches_nothing_from_elsewhere()
    {
        using HttpCaller caller = gateway.Server.Caller(null);
        Answer page = (await caller.GetAsync("/docs/")).Expect(200);

        page.Text.Should().Contain("<script").And.NotContain("https://").And.NotContain("//cdn");
        (await caller.GetAsync("/docs/scalar.js")).Expect(200);
    }

    private static byte[] Mutate(string seed, int at, byte[] with)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(seed);
        int start = Math.Min(at, bytes.Length);
        return [.. bytes[..start], .. with, .. bytes[Math.Min(bytes.Length, start + (with.Length / 2))..]];
    }

    private static StringContent Content(string text, string type)
    {
        StringContent content = new(text);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }
}
