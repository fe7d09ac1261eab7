using GrainJobs.Http;
using GrainJobs.Jobs;
using GrainJobs.Silos;

namespace GrainJobs.Leases;

/// <summary>Reports under a lease.</summary>
internal sealed class LeaseReports(IGrainFactory grains, ReportBoxes boxes, LimitSettings limits)
{
    private const double LongestRetrySeconds = 30 * 24 * 3600;

    internal async Task<Answer> Report(string leaseToken, ReportKind kind, HttpContext context)
    {
        var body = await RequestBody.Json(context, LeaseJson.Default.ReportBody, (report, faults) => Judge(kind, report, faults));
        if (body.IsRefused)
        {
            return Problem.Of(body.Refusal);
        }

        var token = new LeaseToken(leaseToken);
        if (token.Subject is not { } id || !JobId.IsValid(id))
        {
            return Problem.Of(RefusalCode.LeaseLost, "There is no such lease.");
        }

        return await IsAnothers(context.Caller(), token, id)
            ? Problem.Of(ProblemCode.Forbidden, "This lease is another worker's.")
            : Answered(await Send(id, ToReport(token, kind, body.Value)));
    }

    /// <summary>Progress goes to the job, which writes it once a second; an end is one write, and any silo can make it: best the one that granted the lease.</summary>
    private Task<Result<Job>> Send(string id, LeaseReport report) =>
        report.Kind == ReportKind.Progress ? grains.Refer<IJobGrain>(id).Report(report) : boxes.Send(report);

    /// <summary>A lease whose job is gone is as lost as any other.</summary>
    private static Answer Answered(Result<Job> reported) => reported.Refusal?.Code == RefusalCode.JobNotFound
        ? Problem.Of(RefusalCode.LeaseLost, "There is no such lease: its job was deleted.")
        : JobAnswers.Of(reported);

    private async Task<bool> IsAnothers(Caller caller, LeaseToken token, string id)
    {
        if (caller.Key is not null || caller.Worker is not { } own)
        {
            return false;
        }

        var job = await grains.JobDesk().Find(new(id));
        return job?.Lease is { } lease && lease.Token == token && lease.Worker.Value != own.Id;
    }

    private void Judge(ReportKind kind, ReportBody body, FieldFaults faults)
    {
        faults.Check("progress", body.Progress is not (< 0 or > 100), "must be a whole number from 0 to 100");
        faults.Check("error", kind != ReportKind.Fail || !string.IsNullOrEmpty(body.Error), "is required: what went wrong");
        faults.Check("retryAfter", body.RetryAfter is null or (>= 0 and <= LongestRetrySeconds), "must be seconds from 0 to 2,592,000");
        faults.CheckText("message", body.Message, ReportLimits.Text);
        faults.CheckText("reason", body.Reason, ReportLimits.Text);
        faults.CheckText("documentId", body.DocumentId, ReportLimits.Text);
        faults.CheckText("error", body.Error, ReportLimits.Error);
        ReportLimits.CheckResult(body.Result, limits, faults);
    }

    private static LeaseReport ToReport(LeaseToken token, ReportKind kind, ReportBody body) => new()
    {
        Token = token,
        Kind = kind,
        Progress = body.Progress,
        Message = body.Message,
        DocumentId = body.DocumentId,
        Result = body.Result?.GetRawText(),
        Reason = body.Reason,
        Error = body.Error,
        Class = body.Class ?? FailureClass.User,
        RetryAfter = body.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };
}
