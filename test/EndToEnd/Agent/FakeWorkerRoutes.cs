using System.Text.Json.Nodes;
using GrainJobs.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GrainJobs.Builds;

/// <summary>Registration, polling, the heartbeat for all, leaving.</summary>
internal sealed class FakeWorkerRoutes(FakeGateway gateway)
{
    public void Map(WebApplication app)
    {
        app.MapPost("/api/workers/register", RegisterAsync);
        app.MapGet("/api/workers/poll", PollAsync);
        app.MapPost("/api/workers/{id}/leases/heartbeat", BeatAsync);
        app.MapPost("/api/workers/{id}/unregister", Leave);
    }

    private async Task<IResult> RegisterAsync(HttpRequest request)
    {
        if (request.Headers["X-API-Key"] != FakeGateway.Key)
        {
            return FakeGateway.Refuse(401, "The key is not known", "unauthorized");
        }

        JsonNode worker = (await JsonNode.ParseAsync(request.Body))!;
        string id = worker["id"]!.ToString();
        string status = gateway.Registrations.Contains(id) ? "re-registered" : "registered";
        gateway.Registrations.Enqueue(id);
        return Results.Json(new { id, status, message = status, access_token = $"token-{gateway.TokenGeneration}" });
    }

    private async Task<IResult> PollAsync(HttpRequest request, string worker_id, int wait)
    {
        if (!gateway.IsWorker(request))
        {
            return FakeGateway.Refuse(401, "Worker token refused", "unauthorized");
        }

        if (!gateway.Registrations.Contains(worker_id))
        {
            return FakeGateway.Refuse(404, "Worker not found", "worker_not_found");
        }

        string? id = null;
        try
        {
            await Eventually.BeTrue("there is a build", () => request.HttpContext.RequestAborted.IsCancellationRequested || gateway.Waiting.TryDequeue(out id), TimeSpan.FromSeconds(Math.Min(wait, 2)));
        }
        catch (TimeoutException)
        {
            return Results.Json(new { job = (object?)null });
        }

        return id is null ? Results.Json(new { job = (object?)null }) : Results.Json(new { job = Grant(gateway.Builds[id]) });
    }

    private static object Grant(FakeBuild build)
    {
        build.Grants++;
        build.Status = "assigned";
        build.Token = $"lease-{build.Id}-{build.Grants}-{Guid.NewGuid():n}";
        return new
        {
            id = build.Id,
            platform = build.Platform,
            source_url = $"/api/builds/{build.Id}/source",
            certs_url = (string?)null,
            submitted_at = "2026-01-01T00:00:00.000Z",
            lease_token = build.Token,
        };
    }

    private async Task<IResult> BeatAsync(HttpRequest request)
    {
        if (!gateway.IsWorker(request))
        {
            return FakeGateway.Refuse(401, "Worker token refused", "unauthorized");
        }

        JsonArray held = (await JsonNode.ParseAsync(request.Body))!["leases"]!.AsArray();
        var verdicts = held.Select(lease => lease!["leaseToken"]!.ToString()).Select(token => new { leaseToken = token, order = Order(token) });
        return Results.Json(new { worker = "run", nextSeconds = 0.2, leases = verdicts.ToArray() });
    }

    private string Order(string token)
    {
        FakeBuild? build = gateway.Builds.Values.FirstOrDefault(build => build.Token == token && !build.IsOver);
        if (build is null)
        {
            return "lost";
        }

        build.Beats++;
        return build.Order;
    }

    private IResult Leave(string id)
    {
        gateway.Departures.Enqueue(id);
        return Results.Json(new { success = true, builds_reassigned = 0 });
    }
}
