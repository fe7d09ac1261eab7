using GrainJobs.Http;
using GrainJobs.Silos;

namespace GrainJobs.Jobs;

/// <summary>A job's log.</summary>
internal static class JobLogs
{
    private const int MostLines = 10_000;
    private const int LongestKey = 256;

    internal static async Task<Answer> Get(string id, HttpContext context, IGrainFactory grains, JobReads reads)
    {
        var query = new QueryFields(context);
        var limit = query.Limit(100);
        var after = query.Number("after", 0, long.MaxValue) ?? 0;
        if (query.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        if (await reads.Find(id) is not { } job)
        {
            return JobAnswers.NotFound();
        }

        var lines = await grains.JobDesk().Logs(job.Id, after, limit);
        LogView[] shown = [.. lines.Select(line => new LogView(line.Seq, line.Level, line.Message, line.At))];
        return Answer.Ok(new LogPage(id, shown, lines.Length == 0 ? after : lines[^1].Seq), JobJson.Default.LogPage);
    }

    internal static async Task<Answer> Append(string id, HttpContext context, IGrainFactory grains, JobReads reads, TimeProvider time)
    {
        var found = await JobInputs.FindHeld(id, context, reads);
        if (found.IsRefused)
        {
            return Problem.Of(found.Refusal);
        }

        var body = await RequestBody.Json(context, JobJson.Default.LogBody, Judge);
        if (body.IsRefused)
        {
            return Problem.Of(body.Refusal);
        }

        JobLogLine[] lines = [.. LinesOf(body.Value).Select(line => new JobLogLine(0, line.Timestamp ?? time.GetUtcNow(), line.Level ?? "info", line.Message))];
        var appended = await grains.GetGrain<IJobGrain>(id).AppendLogs(lines, Key(context));
        return appended.IsRefused
            ? Problem.Of(appended.Refusal)
            : Answer.Ok(new LogReceipt(true, lines.Length), JobJson.Default.LogReceipt);
    }

    private static LogLineBody[] LinesOf(LogBody body) => body switch
    {
        { Logs: { } many, Message: null } => many,
        { Logs: null, Message: { } one } => [new() { Level = body.Level, Message = one }],
        _ => [],
    };

    private static void Judge(LogBody body, FieldFaults faults)
    {
        var lines = LinesOf(body);
        faults.Check("logs", lines.Length is > 0 and <= MostLines, "must hold 1 to 10,000 lines, or give one line as level and message");
        for (var index = 0; index < lines.Length; index++)
        {
            faults.Check(
                body.Logs is null ? "level" : $"logs[{index}].level", lines[index].Level is null or "info" or "warn" or "error", "must be info, warn or error");
        }
    }

    private static string? Key(HttpContext context) =>
        (string?)context.Request.Headers["Idempotency-Key"] is { Length: > 0 and <= LongestKey } key ? key : null;
}
