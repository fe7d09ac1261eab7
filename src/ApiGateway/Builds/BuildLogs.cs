using GrainJobs.Http;

namespace GrainJobs.Builds;

/// <summary>A build's log: pages, or everything as it comes.</summary>
internal static class BuildLogs
{
    private const int MostLines = 10_000;
    private const int LongestKey = 256;
    private const int PageSize = 100;

    internal static async Task<IResult> Get(string id, HttpContext context, BuildReads reads, TimeProvider time)
    {
        var query = new QueryFields(context);
        var limit = query.Limit(PageSize);
        var after = query.Number("after", 0, long.MaxValue) ?? LastEvent(context);
        var follow = query.Flag("follow");
        if (query.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        if (await reads.Find(id) is not { } build)
        {
            return BuildReads.NotFound();
        }

        return follow ? new LogStream(build.Id, after, reads, time) : await Page(build.Id, after, limit, reads);
    }

    internal static async Task<Answer> Append(string id, HttpContext context, WorkerCalls calls, BuildReads reads)
    {
        // Who may not write learns nothing about what may be written.
        var body = (await RequestBody.Read(context, BuildWire.Default.BuildLogBody)).Unjudged(Judge);
        var call = body.IsRefused ? body.Refusal : await calls.About(id, context, body.Value.WorkerId, body.Value.LeaseToken);
        if (call.IsRefused)
        {
            return Problem.Of(call.Refusal);
        }

        var lines = Lines(body.Value!);
        if (lines.IsRefused)
        {
            return Problem.Of(lines.Refusal);
        }

        var appended = await reads.Grain(call.Value.Build).AppendLogs(call.Value, lines.Value, Key(context));
        return appended.IsRefused
            ? Problem.Of(appended.Refusal)
            : Answer.Ok(new BuildLogReceipt(true, lines.Value.Length), BuildWire.Default.BuildLogReceipt);
    }

    internal static BuildLineView View(BuildLogLine line) => new(line.Seq, line.Level, line.Message, line.At);

    private static async Task<Answer> Page(BuildId id, long after, int limit, BuildReads reads)
    {
        var lines = await reads.Desk.Logs(id, after, limit);
        return Answer.Ok(
            new BuildLogPage(id.Value, [.. lines.Select(View)], lines.Length == 0 ? after : lines[^1].Seq), BuildWire.Default.BuildLogPage);
    }

    private static Result<BuildLogLine[]> Lines(BuildLogBody body)
    {
        var faults = new FieldFaults();
        Judge(body, faults);
        return faults.IsEmpty
            ? LinesOf(body).Select(line => new BuildLogLine(0, line.Timestamp?.ToUniversalTime() ?? default, line.Level ?? "info", line.Message)).ToArray()
            : faults.ToRefusal();
    }

    private static BuildLineBody[] LinesOf(BuildLogBody body) => body switch
    {
        { Logs: { } many, Message: null } => many,
        { Logs: null, Message: { } one } => [new() { Level = body.Level, Message = one, Timestamp = body.Timestamp }],
        _ => [],
    };

    private static void Judge(BuildLogBody body, FieldFaults faults)
    {
        var lines = LinesOf(body);
        faults.Check("logs", lines.Length is > 0 and <= MostLines, "must hold 1 to 10,000 lines, or give one line as level and message");
        for (var index = 0; index < lines.Length; index++)
        {
            faults.Check(
                body.Logs is null ? "level" : $"logs[{index}].level", lines[index].Level is null or "info" or "warn" or "error", "must be info, warn or error");
        }
    }

    private static long LastEvent(HttpContext context) =>
        long.TryParse(context.Request.Headers["Last-Event-ID"], out var last) && last > 0 ? last : 0;

    private static string? Key(HttpContext context) =>
        (string?)context.Request.Headers["Idempotency-Key"] is { Length: > 0 and <= LongestKey } key ? key : null;
}
