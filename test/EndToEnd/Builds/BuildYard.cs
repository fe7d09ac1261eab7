using System.Globalization;
using System.Text;
using GrainJobs.Http;

namespace GrainJobs.Builds;

/// <summary>The routes of builds and workers as tests call them, over one gateway or several in turn.</summary>
internal sealed class BuildYard(params IReadOnlyList<HttpCaller> callers)
{
    private int turn;

    public HttpCaller Caller => callers[(int)((uint)Interlocked.Increment(ref turn) % (uint)callers.Count)];

    public async Task<string> Submit(string platform, int priority = 0, string source = "source") => (await SubmitWhole(platform, priority, source)).Value("id")!;

    public async Task<Answer> SubmitWhole(string platform, int priority = 0, string source = "source")
    {
        using MultipartFormDataContent form = new()
        {
            { new StringContent(platform), "platform" },
            { new StringContent(priority.ToString(CultureInfo.InvariantCulture)), "priority" },
            { File(source), "source", "source.zip" },
        };
        return (await Caller.SendAsync(HttpMethod.Post, "/api/builds", form)).Expect(201);
    }

    public async Task<string> SubmitAwaiting(string platform)
    {
        using MultipartFormDataContent form = new() { { new StringContent(platform), "platform" }, { new StringContent("true"), "await_source" } };
        return (await Caller.SendAsync(HttpMethod.Post, "/api/builds", form)).Expect(201).Value("id")!;
    }

    public async Task<string> Register(string platform, int capacity = 1, string? id = null) =>
        (await Caller.PostAsync("/api/workers/register", new { id, name = "tester", capabilities = new { platforms = new[] { platform }, capacity } }))
        .Expect(200).Value("id")!;

    public Task<string[]> Register(int count, string platform) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => Register(platform)));

    public async Task<Answer> PollWhole(string worker, double wait = 0) =>
        (await Caller.GetAsync($"/api/workers/poll?worker_id={worker}{(wait > 0 ? $"&wait={wait.ToString(CultureInfo.InvariantCulture)}" : "")}")).Expect(200);

    /// <summary>The build's id; null when there was none.</summary>
    public async Task<string?> Poll(string worker, double wait = 0) => (await PollWhole(worker, wait)).Value("job.id");

    public async Task<Answer> Result(string worker, string build, string? token = null, bool success = true, string? content = "result")
    {
        using MultipartFormDataContent form = new()
        {
            { new StringContent(build), "build_id" },
            { new StringContent(worker), "worker_id" },
            { new StringContent(success ? "true" : "false"), "success" },
        };
        if (!success)
        {
            form.Add(new StringContent("it broke"), "error_message");
        }

        if (success && content is not null)
        {
            form.Add(File(content), "result", "result.zip");
        }

        return await Caller.SendAsync(HttpMethod.Post, "/api/workers/result", form, Token(token));
    }

    public Task<Answer> Fail(string worker, string build, string? token = null) =>
        Caller.PostAsync("/api/workers/fail", $$"""{"build_id":"{{build}}","worker_id":"{{worker}}","error":"it broke"}""", Token(token));

    public Task<Answer> Abandon(string worker, string build, string? token = null) =>
        Caller.PostAsync("/api/workers/abandon", $$"""{"build_id":"{{build}}","worker_id":"{{worker}}","reason":"going home"}""", Token(token));

    public Task<Answer> Beat(string worker, string build, string? token = null) =>
        Caller.PostAsync($"/api/builds/{build}/heartbeat?worker_id={worker}", null, Token(token));

    public Task<Answer> Log(string worker, string build, string message, string? key = null) =>
        Caller.PostAsync(
            $"/api/builds/{build}/logs",
            $$"""{"level":"info","message":"{{message}}"}""",
            key is null ? [("X-Worker-Id", worker)] : [("X-Worker-Id", worker), ("Idempotency-Key", key)]);

    public Task<Answer> Cancel(string build) => Caller.PostAsync($"/api/builds/{build}/cancel");

    public Task<Answer> Get(string build) => Caller.GetAsync($"/api/builds/{build}");

    public async Task<string> Status(string build) => (await Get(build)).Expect(200).Value("status")!;

    public async Task<string[]> Messages(string build) =>
        [.. (await Caller.GetAsync($"/api/builds/{build}/logs?limit=500")).Expect(200)["logs"]!.AsArray().Select(line => line!["message"]!.ToString())];

    private static IEnumerable<(string Name, string Value)> Token(string? token) => token is null ? [] : [("X-Lease-Token", token)];

    private static ByteArrayContent File(string content)
    {
        ByteArrayContent file = new(Encoding.UTF8.GetBytes(content));
        file.Headers.ContentType = new("application/zip");
        return file;
    }
}
