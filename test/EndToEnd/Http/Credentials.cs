namespace GrainJobs.Http;

/// <summary>One credential of every kind, for a job, a build and a worker that exist.</summary>
internal sealed class Credentials
{
    internal const string Job = "the-job";
    internal const string Worker = "the-worker";
    internal const string TokenSecret = "a-token-secret-of-at-least-32-characters";
    internal const string ClientKey = "a-client-key-of-at-least-32-characters";
    internal const string WorkerKey = "a-worker-key-of-at-least-32-characters";

    private Credentials(string build, IReadOnlyDictionary<string, (string Name, string Value)?> all) => (Build, All) = (build, all);

    /// <summary>The build's id.</summary>
    internal string Build { get; }

    /// <summary>Kind to the header that carries it; none sends nothing.</summary>
    internal IReadOnlyDictionary<string, (string Name, string Value)?> All { get; }

    /// <summary>The kinds, without their values.</summary>
    internal static IReadOnlyList<string> Kinds { get; } =
        ["none", "workerId", "wrong", "client", "worker", "job", "otherJob", "build", "otherBuild", "workerToken", "otherWorkerToken"];

    /// <summary>Whether a kind is no credential at all.</summary>
    internal static bool IsNone(string kind) => kind is "none" or "workerId";

    /// <summary>Makes what is missing of the things and takes the tokens the service gives for them.</summary>
    internal static async Task<Credentials> CreateAsync(HttpCaller admin)
    {
        Answer build = await BuildAsync(admin);
        return new(build.Value("id")!, new Dictionary<string, (string, string)?>
        {
            ["none"] = null,
            ["workerId"] = ("X-Worker-Id", Worker),
            ["wrong"] = ("X-API-Key", "a-key-of-nobody-of-at-least-32-characters"),
            ["client"] = ("Authorization", "Bearer " + ClientKey),
            ["worker"] = ("X-API-Key", WorkerKey),
            ["job"] = ("X-Job-Token", await JobTokenAsync(admin, Job)),
            ["otherJob"] = ("X-Job-Token", await JobTokenAsync(admin, "another-job")),
            ["build"] = ("X-Build-Token", build.Value("access_token")!),
            ["otherBuild"] = ("X-Build-Token", (await BuildAsync(admin)).Value("access_token")!),
            ["workerToken"] = ("X-Worker-Token", await WorkerTokenAsync(admin, Worker)),
            ["otherWorkerToken"] = ("X-Worker-Token", await WorkerTokenAsync(admin, "another-worker")),
        });
    }

    private static async Task<string> JobTokenAsync(HttpCaller admin, string id) =>
        (await admin.PostAsync("/api/jobs", new { jobId = id, tracked = true })).Value("accessToken")!;

    private static async Task<string> WorkerTokenAsync(HttpCaller admin, string id) =>
        (await admin.PostAsync("/api/workers/register", new { id, capabilities = new { platforms = new[] { "nothing" } } })).Expect(200).Value("access_token")!;

    private static async Task<Answer> BuildAsync(HttpCaller admin)
    {
        using MultipartFormDataContent form = new() { { new StringContent("any"), "platform" }, { new StringContent("true"), "await_source" } };
        return (await admin.SendAsync(HttpMethod.Post, "/api/builds", form)).Expect(201);
    }
}
