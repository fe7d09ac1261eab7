using System.Text.Json.Nodes;
using GrainJobs.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace GrainJobs.Builds;

/// <summary>What the worker that holds a build calls about it.</summary>
internal sealed class FakeBuildRoutes(FakeGateway gateway, ScratchFolder folder)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/api/builds/{id}/source", SourceAsync);
        app.MapPost("/api/builds/{id}/logs", LogsAsync);
        app.MapPost("/api/builds/{id}/heartbeat", Beat);
        app.MapPost("/api/builds/{id}/telemetry", TelemetryAsync);
        app.MapPost("/api/workers/result", ResultAsync);
        app.MapPost("/api/workers/fail", FailAsync);
        app.MapPost("/api/workers/abandon", AbandonAsync);
    }

    private async Task SourceAsync(HttpContext context, string id)
    {
        (FakeBuild? build, IResult? refusal) = gateway.Held(context.Request, id);
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        context.Response.ContentLength = new FileInfo(build!.Source).Length;
        if (Interlocked.Decrement(ref gateway.CutDownloads) >= 0)
        {
            byte[] start = await File.ReadAllBytesAsync(build.Source);
            await context.Response.Body.WriteAsync(start.AsMemory(0, start.Length / 2));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await context.Response.SendFileAsync(build.Source);
    }

    private async Task<IResult> LogsAsync(HttpRequest request, string id)
    {
        (FakeBuild? build, IResult? refusal) = gateway.Held(request, id);
        if (refusal is not null)
        {
            return refusal;
        }

        JsonArray lines = (await JsonNode.ParseAsync(request.Body))!["logs"]!.AsArray();
        if (build!.Batches.TryAdd(request.Headers["Idempotency-Key"].ToString(), 0))
        {
            foreach (JsonNode? line in lines)
            {
                build.Lines.Enqueue((line!["level"]!.ToString(), line["message"]!.ToString()));
            }
        }

        return Results.Json(new { success = true, count = lines.Count });
    }

    private IResult Beat(HttpRequest request, string id) => gateway.Held(request, id).Refusal ?? Results.Json(new { status = "ok", timestamp = 0 });

    private async Task<IResult> TelemetryAsync(HttpRequest request, string id)
    {
        (FakeBuild? build, IResult? refusal) = gateway.Held(request, id);
        JsonNode body = (await JsonNode.ParseAsync(request.Body))!;
        build?.Telemetry.Enqueue(body);
        return refusal ?? Results.Json(new { status = "ok" });
    }

    private async Task<IResult> ResultAsync(HttpRequest request)
    {
        string boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value!;
        MultipartReader reader = new(boundary, request.Body);
        Dictionary<string, string> fields = [];
        string? file = null;
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            if (section.GetContentDispositionHeader() is { } header && header.IsFileDisposition())
            {
                if (Interlocked.Decrement(ref gateway.CutUploads) >= 0)
                {
                    await section.Body.ReadExactlyAsync(new byte[100]);
                    request.HttpContext.Abort();
                    return Results.Empty;
                }

                file = folder.File($"{Guid.NewGuid():n}.result");
                await using FileStream target = File.Create(file);
                await section.Body.CopyToAsync(target);
            }
            else
            {
                fields[section.AsFormDataSection()!.Name] = await section.AsFormDataSection()!.GetValueAsync();
            }
        }

        return file is not null && new FileInfo(file).Length > gateway.ResultBytes
            ? FakeGateway.Refuse(413, "The result is too large", "too_large")
            : End(request, fields["build_id"], fields["lease_token"], build => (build.Status, build.Result, build.PreviewUrl) = ("completed", file, fields.GetValueOrDefault("preview_url")));
    }

    private async Task<IResult> FailAsync(HttpRequest request)
    {
        JsonNode body = (await JsonNode.ParseAsync(request.Body))!;
        return End(request, body["build_id"]!.ToString(), body["lease_token"]!.ToString(), build =>
        {
            build.Status = build.Order == "cancel" ? "cancelled" : "failed";
            (build.Error, build.Class) = (body["error"]!.ToString(), body["class"]!.ToString());
        });
    }

    private async Task<IResult> AbandonAsync(HttpRequest request)
    {
        JsonNode body = (await JsonNode.ParseAsync(request.Body))!;
        (FakeBuild? build, IResult? refusal) = gateway.Held(request, body["build_id"]!.ToString(), body["lease_token"]!.ToString());
        if (build is { Order: "cancel" })
        {
            (build.Status, build.Token) = ("cancelled", null);
            build.Ends++;
        }
        else if (build is not null)
        {
            (build.Status, build.Token) = ("pending", null);
            gateway.Waiting.Enqueue(build.Id);
        }

        return refusal ?? Results.Json(new { success = true });
    }

    private IResult End(HttpRequest request, string id, string token, Action<FakeBuild> end)
    {
        if (gateway.Builds.GetValueOrDefault(id) is { } ended && ended.EndedBy == token && gateway.IsWorker(request))
        {
            return Results.Json(new { success = true });
        }

        (FakeBuild? build, IResult? refusal) = gateway.Held(request, id, token);
        if (build is not null)
        {
            end(build);
            build.Ends++;
            build.EndedBy = token;
        }

        return refusal ?? Results.Json(new { success = true });
    }
}
