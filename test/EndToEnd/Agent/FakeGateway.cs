using System.Collections.Concurrent;
using GrainJobs.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Builds;

/// <summary>
/// The worker's half of the HTTP contract on a real Kestrel, with faults on demand. It can vanish and come back on the same port with
/// everything it knew.
/// </summary>
internal sealed class FakeGateway : IAsyncDisposable
{
    public const string Key = "fake-worker-key-0123456789-0123456789";
    private readonly Port port = Port.Reserve();
    private readonly ScratchFolder folder = new();
    private WebApplication? app;

    public Uri Address => new($"http://127.0.0.1:{port.Number}");

    public ConcurrentDictionary<string, FakeBuild> Builds { get; } = new();

    public ConcurrentQueue<string> Waiting { get; } = new();

    /// <summary>Worker ids in the order they registered and left.</summary>
    public ConcurrentQueue<string> Registrations { get; } = new();

    public ConcurrentQueue<string> Departures { get; } = new();

    /// <summary>So many transfers are cut off in their middle before one is let through.</summary>
    public int CutDownloads;

    public int CutUploads;

    /// <summary>Only the first so many bytes of a result are accepted; more is 413.</summary>
    public long ResultBytes { get; set; } = long.MaxValue;

    /// <summary>Every worker token given out before this was raised is refused.</summary>
    public int TokenGeneration { get; set; }

    public async Task<FakeGateway> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(System.Net.IPAddress.Loopback, port.Number);
        });
        app = builder.Build();
        new FakeWorkerRoutes(this).Map(app);
        new FakeBuildRoutes(this, folder).Map(app);
        await app.StartAsync();
        return this;
    }

    /// <summary>Cuts every connection and listens no more.</summary>
    public async Task VanishAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await app!.StopAsync(now.Token);
        await app.DisposeAsync();
        app = null;
    }

    /// <summary>A new build of the files, ready to be polled.</summary>
    public FakeBuild Submit(string platform, params (string Name, string Content)[] files)
        => Submit(SourceZip.Write(folder.File($"{Guid.NewGuid():n}.zip"), files), platform);

    public FakeBuild Submit(string zip, string platform = "any")
    {
        FakeBuild build = new($"b-{Builds.Count + 1}", zip, platform);
        Builds[build.Id] = build;
        Waiting.Enqueue(build.Id);
        return build;
    }

    public string File(string name) => folder.File(name);

    /// <summary>The build, when the call is by its worker and under its token; else the refusal.</summary>
    public (FakeBuild? Build, IResult? Refusal) Held(HttpRequest request, string id, string? token = null)
    {
        if (!IsWorker(request))
        {
            return (null, Refuse(401, "Credential missing", "unauthorized"));
        }

        string? given = token ?? request.Headers["X-Lease-Token"];
        return Builds.GetValueOrDefault(id) is not { } build ? (null, Refuse(404, "Build not found", "build_not_found"))
            : build.Token != given || build.IsOver ? (null, Refuse(409, "The lease is over", "lease_lost"))
            : (build, null);
    }

    public bool IsWorker(HttpRequest request)
        => request.Headers["X-Worker-Token"].ToString() == $"token-{TokenGeneration}" && request.Headers["X-Worker-Id"].ToString().Length > 0;

    public static IResult Refuse(int status, string error, string code)
        => Results.Json(new { error, code, status }, contentType: "application/problem+json", statusCode: status);

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await VanishAsync();
        }

        port.Dispose();
        folder.Dispose();
    }
}
