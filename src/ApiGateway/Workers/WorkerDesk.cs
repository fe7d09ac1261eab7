using System.Globalization;
using System.Text.Json;
using GrainJobs.Http;

namespace GrainJobs.Workers;

/// <summary>Workers that come, go and are looked at.</summary>
internal static class WorkerDesk
{
    private const string ListName = "workers";
    private const int LongestName = 200;
    private const int LongestCapabilities = 16 * 1024;
    private const int MostPlatforms = 100;
    private const int LargestCapacity = 10_000;

    internal static async Task<Answer> Register(HttpContext context, IGrainFactory grains, TokenMint mint)
    {
        var registration = default(WorkerRegistration);
        var body = await RequestBody.Json(context, WorkerWire.Default.RegisterBody, (said, faults) => registration = Judge(said, faults));
        if (body.IsRefused)
        {
            return Problem.Of(body.Refusal);
        }

        var acting = context.Caller().ActingWorker(body.Value.Id);
        if (acting.IsRefused)
        {
            return Problem.Of(acting.Refusal);
        }

        var id = acting.Value?.Value ?? "w-" + Guid.NewGuid().ToString("N");
        var grain = grains.GetGrain<IWorkerGrain>(id);
        if (context.Caller() is { Key: null, Worker.Generation: var generation } && !await grain.Admits(generation))
        {
            return Problem.Of(ProblemCode.Forbidden, "This worker token has been replaced; register with a key.");
        }

        var welcome = await grain.Register(registration!);
        return welcome.IsRefused ? Problem.Of(welcome.Refusal) : Answer.Ok(View(welcome.Value, mint), WorkerWire.Default.RegisteredView);
    }

    internal static async Task<Answer> Unregister(string worker, HttpContext context, IGrainFactory grains)
    {
        if (!WorkerId.IsValid(worker))
        {
            return NotFound();
        }

        var left = await grains.GetGrain<IWorkerGrain>(worker).Unregister(context.Caller().Key is null ? context.Caller().Worker?.Generation : null);
        return left.IsRefused ? Problem.Of(left.Refusal) : Answer.Ok(new LeftView(true, left.Value), WorkerWire.Default.LeftView);
    }

    internal static async Task<Answer> Drain(string worker, bool draining, IGrainFactory grains)
    {
        if (!WorkerId.IsValid(worker))
        {
            return NotFound();
        }

        var drained = await grains.GetGrain<IWorkerGrain>(worker).Drain(draining);
        return drained.IsRefused ? Problem.Of(drained.Refusal) : Answer.Ok(WorkerListing.Of(drained.Value), WorkerWire.Default.WorkerListing);
    }

    internal static async Task<Answer> Stats(string worker, IGrainFactory grains)
    {
        var account = WorkerId.IsValid(worker) ? await grains.GetGrain<IWorkerDeskGrain>(0).Account(new(worker)) : null;
        return account is null
            ? NotFound()
            : Answer.Ok(
                new WorkerStatsView(
                    account.Completed + account.Failed, account.Completed, account.Failed, account.Worker.Name, account.Worker.Status,
                    Uptime.Text(account.Uptime)),
                WorkerWire.Default.WorkerStatsView);
    }

    internal static async Task<Answer> List(HttpContext context, IGrainFactory grains, CursorCodec cursors)
    {
        var query = new QueryFields(context);
        var limit = query.Limit();
        var after = query.Cursor(cursors, ListName) is [var at, var id] ? new WorkerCursor(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), id) : null;
        if (query.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var workers = await grains.GetGrain<IWorkerDeskGrain>(0).List(new() { Limit = limit, After = after });
        var next = workers.Length < limit
            ? null
            : cursors.Encode(ListName, workers[^1].RegisteredAt.ToString("O", CultureInfo.InvariantCulture), workers[^1].Id.Value);
        return Answer.Ok(new WorkersView([.. workers.Select(WorkerListing.Of)], next), WorkerWire.Default.WorkersView);
    }

    internal static Answer NotFound() => Problem.Of(RefusalCode.WorkerNotFound, "Worker not found");

    private static RegisteredView View(WorkerWelcome welcome, TokenMint mint) => new(
        welcome.Worker.Id.Value,
        welcome.WasKnown ? "re-registered" : "registered",
        welcome.WasKnown ? "Worker re-registered successfully" : "Worker registered successfully",
        mint.Make(TokenKind.Worker, welcome.Worker.Id.Value, welcome.Worker.Generation));

    private static WorkerRegistration Judge(RegisterBody body, FieldFaults faults)
    {
        faults.Check("id", body.Id is null || WorkerId.IsValid(body.Id), "must be 1 to 128 characters of A-Z a-z 0-9 _ . : - and not begin with silo:");
        faults.Check("name", body.Name is null or { Length: > 0 and <= LongestName }, "must be 1 to 200 characters");
        var said = body.Capabilities is { ValueKind: not JsonValueKind.Null } given ? given : (JsonElement?)null;
        faults.Check("capabilities", said is null or { ValueKind: JsonValueKind.Object }, "must be an object");
        faults.Check("capabilities", said is null || said.Value.GetRawText().Length <= LongestCapabilities, "must be at most 16 KiB");
        var platforms = Platforms(said);
        faults.Check("capabilities.platforms", platforms is not null, "must be at most 100 texts");
        var capacity = Capacity(said);
        faults.Check("capabilities.capacity", capacity is >= 1 and <= LargestCapacity, "must be a whole number from 1 to 10,000");
        return new() { Name = body.Name, Capabilities = said?.GetRawText(), Platforms = [.. platforms ?? []], Capacity = capacity ?? 1 };
    }

    /// <summary>The array <c>platforms</c> or the text <c>platform</c>; empty: all; null: malformed.</summary>
    private static string[]? Platforms(JsonElement? capabilities)
    {
        if (Member(capabilities, "platforms") is { } many)
        {
            return many.ValueKind == JsonValueKind.Array && many.GetArrayLength() <= MostPlatforms
                && many.EnumerateArray().All(each => each.ValueKind == JsonValueKind.String)
                ? [.. many.EnumerateArray().Select(each => each.GetString()!).Where(each => each.Length > 0).Distinct().Order(StringComparer.Ordinal)]
                : null;
        }

        return Member(capabilities, "platform") switch
        {
            null => [],
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            _ => null,
        };
    }

    private static int? Capacity(JsonElement? capabilities) => Member(capabilities, "capacity") switch
    {
        null => 1,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var capacity) => capacity,
        _ => null,
    };

    private static JsonElement? Member(JsonElement? capabilities, string name) =>
        capabilities is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
}
