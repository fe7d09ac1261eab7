using System.Collections.Concurrent;
using GrainJobs.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Faults;

/// <summary>What the silos deliver jobs of type <c>http</c> to: it takes them at once, refuses a few for a while, or holds those of a test.</summary>
internal sealed class Sink : IAsyncDisposable
{
    private readonly Port port = Port.Reserve();
    private readonly ConcurrentDictionary<string, Holding> held = new();
    private readonly ConcurrentDictionary<string, int> arrivals = new();
    private WebApplication? app;

    /// <summary>Where a job is delivered to and taken.</summary>
    internal string Taking => $"http://127.0.0.1:{port.Number}/take";

    /// <summary>Where the first delivery of a job is answered 503.</summary>
    internal string RefusingOnce => $"http://127.0.0.1:{port.Number}/refuse-once";

    /// <summary>Where every delivery waits until the test lets it go.</summary>
    internal string HoldingUp => $"http://127.0.0.1:{port.Number}/hold";

    /// <summary>How often this job was delivered so far.</summary>
    internal int ArrivalsOf(string jobId) => arrivals.GetValueOrDefault(jobId);

    /// <summary>The deliveries of this job that are or were held up.</summary>
    internal Holding HoldingOf(string jobId) => held.GetOrAdd(jobId, static _ => new Holding());

    internal async Task<Sink> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port.Number));
        app = builder.Build();
        app.MapPost("/take", (HttpRequest request) => Results.Text($"{Arrive(request)}"));
        app.MapPost("/refuse-once", (HttpRequest request) => Arrive(request) is 1 ? Results.StatusCode(503) : Results.Text("taken"));
        app.MapPost("/hold", async (HttpRequest request) => Results.Text($"delivery {await HoldingOf(IdOf(request)).WaitAsync(Arrive(request))}"));
        await app.StartAsync();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            using CancellationTokenSource now = new();
            await now.CancelAsync();
            await app.StopAsync(now.Token);
            await app.DisposeAsync();
        }

        port.Dispose();
    }

    private static string IdOf(HttpRequest request) => request.Headers["webhook-id"].ToString();

    private int Arrive(HttpRequest request) => arrivals.AddOrUpdate(IdOf(request), 1, static (_, count) => count + 1);
}
