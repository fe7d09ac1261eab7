using GrainJobs.Builds;
using GrainJobs.Http;

namespace GrainJobs.Workers;

/// <summary>One build in the hands of its worker. Every call carries the lease token, so that nothing counts once another has the build.</summary>
public sealed class AssignedBuild
{
    private readonly WorkerSession session;

    internal AssignedBuild(WorkerSession session, PolledBuild build)
    {
        this.session = session;
        Build = build;
    }

    /// <summary>What was handed out.</summary>
    public PolledBuild Build { get; }

    /// <summary>For how long a final report, a log batch or a download is tried while the gateway is away.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Streams the source zip to a file.</summary>
    /// <param name="most">Refuses what is longer, in bytes.</param>
    public Task DownloadSourceAsync(string path, long most, CancellationToken stop = default)
        => session.AsWorkerAsync(() => DownloadedFile.ToFileAsync(session.Gateway, About(HttpMethod.Get, Build.SourceUrl), path, most, stop), stop);

    /// <summary>Streams the certificates zip to a file; only when the build has a <see cref="PolledBuild.CertsUrl"/>.</summary>
    public Task DownloadCertsAsync(string path, long most, CancellationToken stop = default)
    {
        string url = Build.CertsUrl ?? throw new InvalidOperationException("The build has no certificates.");
        return session.AsWorkerAsync(() => DownloadedFile.ToFileAsync(session.Gateway, About(HttpMethod.Get, url), path, most, stop), stop);
    }

    /// <summary>The certificates with their passwords.</summary>
    public Task<BuildCertificates> CertificatesAsync(CancellationToken stop = default)
        => session.AsWorkerAsync(
            () => session.Gateway.SendAsync(About(HttpMethod.Get, Path("certs-secure")) with { Repeatable = true }, SnakeJson.Default.BuildCertificates, stop),
            stop);

    /// <summary>Adds log lines, in this order. The same key never stores them twice.</summary>
    public Task WriteLogsAsync(IReadOnlyList<BuildLine> lines, string idempotencyKey, CancellationToken stop = default)
        => session.AsWorkerAsync(
            () => session.Gateway.SendAsync(
                About(HttpMethod.Post, Path("logs")) with
                {
                    Body = Json.Body(new BuildLogBatch(lines), SnakeJson.Default.BuildLogBatch),
                    Key = idempotencyKey,
                    Repeatable = true,
                },
                stop),
            stop);

    /// <summary>The sign of life of one build: what to do with it, <c>continue</c>, <c>cancel</c> or <c>lost</c>.</summary>
    public async Task<string> BeatAsync(int? progress, CancellationToken stop = default)
    {
        Call Beat() => About(HttpMethod.Post, Query.Of(Path("heartbeat"), ("worker_id", session.Id))) with
        {
            Body = Json.Body(new BuildBeat(progress), SnakeJson.Default.BuildBeat),
            Limit = TimeSpan.FromSeconds(10),
            Patience = TimeSpan.Zero,
        };
        return (await session.AsWorkerAsync(() => session.Gateway.SendAsync(Beat(), SnakeJson.Default.BuildBeatAnswer, stop), stop)).Order ?? "continue";
    }

    /// <summary>What the build uses now.</summary>
    public Task SampleAsync(BuildLoad load, CancellationToken stop = default)
        => session.AsWorkerAsync(
            () => session.Gateway.SendAsync(
                About(HttpMethod.Post, Path("telemetry")) with
                {
                    Body = Json.Body(new BuildTelemetry("cpu_snapshot", session.Time.GetUtcNow(), load), SnakeJson.Default.BuildTelemetry),
                    Patience = TimeSpan.Zero,
                },
                stop),
            stop);

    /// <summary>The build succeeded; its result, when it has one, is streamed from disk.</summary>
    public Task SucceedAsync(string? resultFile, string? previewUrl = null, CancellationToken stop = default)
        => session.AsWorkerAsync(
            () => session.Gateway.SendAsync(
                About(HttpMethod.Post, "api/workers/result") with
                {
                    Body = () => new MultipartFormDataContent().Text("build_id", Build.Id).Text("worker_id", session.Id).Text("success", "true")
                        .Text("lease_token", Build.LeaseToken).Text("preview_url", previewUrl).File("result", resultFile),
                    AskFirst = resultFile is not null,
                    Repeatable = true,
                    Limit = session.Gateway.Options.TransferLimit,
                },
                stop),
            stop);

    /// <summary>The build failed. Classes: <c>user</c>, <c>permanent</c>, <c>transient</c>, <c>timeout</c>, <c>infrastructure</c>.</summary>
    /// <param name="patience">For how long to try; absent: as for all final reports.</param>
    public Task FailAsync(string error, string failureClass, TimeSpan? patience = null, CancellationToken stop = default)
        => session.AsWorkerAsync(
            () => session.Gateway.SendAsync(
                About(HttpMethod.Post, "api/workers/fail") with
                {
                    Body = Json.Body(new BuildFailure(Build.Id, error, failureClass, Build.LeaseToken), SnakeJson.Default.BuildFailure),
                    Repeatable = true,
                    Patience = patience ?? Patience,
                },
                stop),
            stop);

    /// <summary>Hands the build back to the queue, burning nothing.</summary>
    public Task AbandonAsync(string reason, TimeSpan patience, CancellationToken stop = default)
        => session.AsWorkerAsync(
            () => session.Gateway.SendAsync(
                About(HttpMethod.Post, "api/workers/abandon") with
                {
                    Body = Json.Body(new BuildAbandoned(Build.Id, reason, Build.LeaseToken), SnakeJson.Default.BuildAbandoned),
                    Repeatable = true,
                    Patience = patience,
                },
                stop),
            stop);

    private string Path(string verb) => $"api/builds/{Query.Escape(Build.Id)}/{verb}";

    private Call About(HttpMethod method, string path) => session.Mine(method, path) with
    {
        Headers = [.. session.Identity, new("X-Lease-Token", Build.LeaseToken)],
        Patience = Patience,
    };
}
