using System.Collections.Frozen;
using GrainJobs.Builds;
using GrainJobs.Http;
using GrainJobs.Leases;

namespace GrainJobs.Workers;

/// <summary>How builds end in the hands of their workers: result, failure, handed back.</summary>
internal sealed class WorkerReports(IGrainFactory grains, WorkerCalls calls, BuildReads reads, FormReader forms, LimitSettings limits, TimeProvider time)
{
    private const int LongestText = 10_000;

    private readonly FormSpec form = new(
        new[] { "build_id", "worker_id", "success", "error_message", "class", "lease_token", "preview_url" }.ToFrozenSet(),
        new Dictionary<string, long> { ["result"] = limits.ResultBytes });

    /// <summary>A result with its file, or a failure, as multipart.</summary>
    internal Task<Answer> Result(HttpContext context) => forms.Read(context, form, async upload =>
    {
        var faults = new FieldFaults();
        var id = upload.Field("build_id");
        faults.Check("build_id", id is not null, "is required");
        var report = Report(upload, faults);
        if (!faults.IsEmpty)
        {
            return Problem.Of(faults.ToRefusal());
        }

        var reported = await End(id!, context, upload.Field("worker_id"), upload.Field("lease_token"), report);
        if (reported.IsRefused)
        {
            return Problem.Of(reported.Refusal);
        }

        if (report.Result is not null && reported.Value.Result?.FileId == report.Result.FileId)
        {
            upload.Keep();
        }

        return report.Kind == ReportKind.Complete
            ? Said("success", "Result uploaded successfully")
            : Said("failed", "Build marked as failed");
    });

    internal async Task<Answer> Fail(HttpContext context)
    {
        var report = new BuildReport { Kind = ReportKind.Fail };
        return await WithBody(
            context,
            (body, faults) =>
            {
                report = report with { Error = Shorten(body.Error ?? body.ErrorMessage), Class = ClassOf(body.Class, faults) };
                faults.Check("error", report.Error is { Length: > 0 }, "is required");
            },
            body => Answered(body, context, report, "failed", "Build marked as failed"));
    }

    internal Task<Answer> Abandon(HttpContext context) => WithBody(
        context,
        (_, _) => { },
        body => Answered(body, context, new() { Kind = ReportKind.Release, Reason = Shorten(body.Reason) }, "pending", "Build returned to the queue"));

    internal Task<Answer> Beat(HttpContext context) => WithBody(
        context,
        (body, faults) => BuildBeats.Judge(body.Progress, faults),
        body => BuildBeats.BeatWith(
            body.BuildId, new() { Progress = body.Progress, WorkerId = body.WorkerId, LeaseToken = body.LeaseToken }, context, calls, time));

    private static async Task<Answer> WithBody(HttpContext context, Action<WorkerReportBody, FieldFaults> judge, Func<WorkerReportBody, Task<Answer>> use)
    {
        var body = await RequestBody.Json(context, WorkerWire.Default.WorkerReportBody, (said, faults) =>
        {
            faults.Check("build_id", said.BuildId is { Length: > 0 }, "is required");
            judge(said, faults);
        });
        return body.IsRefused ? Problem.Of(body.Refusal) : await use(body.Value);
    }

    private async Task<Answer> Answered(WorkerReportBody body, HttpContext context, BuildReport report, string status, string message)
    {
        var reported = await End(body.BuildId!, context, body.WorkerId, body.LeaseToken, report);
        return reported.IsRefused ? Problem.Of(reported.Refusal) : Said(status, message);
    }

    /// <summary>Ends a lease; the worker's place is free before it hears the answer.</summary>
    private async Task<Result<Build>> End(string id, HttpContext context, string? worker, string? token, BuildReport report)
    {
        var call = await calls.Of(id, context, worker, token);
        if (call.IsRefused)
        {
            return call.Refusal;
        }

        var grain = grains.Refer<IWorkerGrain>(call.Value.Worker.Value);
        if (call.Value.Generation is { } generation && context.Caller().Key is null && !await grain.Admits(generation))
        {
            return await calls.Reason(id, new(RefusalCode.Forbidden, "This worker token has been replaced; register again to get the new one"));
        }

        var reported = await reads.Grain(call.Value.Build).Report(report with { Worker = call.Value.Worker, Token = call.Value.Token });
        if (reported is { IsRefused: false, Value.Receipt: { } receipt })
        {
            await grain.Settled([receipt.Token]);
        }

        return reported;
    }

    private static BuildReport Report(UploadForm upload, FieldFaults faults)
    {
        var success = upload.Field("success") ?? "true";
        faults.Check("success", success is "true" or "false" or "1" or "0", "must be true or false");
        var file = upload.File("result");
        var preview = upload.Field("preview_url");
        faults.Check("preview_url", preview is null || (preview.Length <= 2_000 && Uri.TryCreate(preview, UriKind.Absolute, out _)), "must be an absolute URL of at most 2,000 characters");
        return success is "true" or "1"
            ? new()
            {
                Kind = ReportKind.Complete,
                Result = file is null ? null : BuildSubmissions.Describe(file.Stored, file.Name),
                PreviewUrl = preview,
            }
            : new() { Kind = ReportKind.Fail, Error = Shorten(upload.Field("error_message")) ?? "Build failed", Class = ClassOf(upload.Field("class"), faults) };
    }

    private static FailureClass ClassOf(string? text, FieldFaults faults)
    {
        if (text is null or "")
        {
            return FailureClass.User;
        }

        if (Array.Find(Enum.GetValues<FailureClass>(), each => each.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) is var found
            && found.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
        {
            return found;
        }

        faults.Add("class", "must be user, permanent, transient, timeout or infrastructure");
        return FailureClass.User;
    }

    private static string? Shorten(string? text) => text is { Length: > LongestText } ? text[..LongestText] : text;

    private static Answer Said(string status, string message) => Answer.Ok(new ReportedView(true, status, message), WorkerWire.Default.ReportedView);
}
