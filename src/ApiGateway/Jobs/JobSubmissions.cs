using System.Diagnostics;
using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>Creating jobs.</summary>
internal static class JobSubmissions
{
    internal static async Task<Answer> Submit(HttpContext context, IGrainFactory grains, JobAnswers answers, Once once)
    {
        var bytes = await RequestBody.JsonBytes(context);
        if (bytes.IsRefused)
        {
            return Problem.Of(bytes.Refusal);
        }

        var body = StrictJson.ParseOrEmpty(bytes.Value, JobJson.Default.SubmitBody);
        if (body.IsRefused)
        {
            return await ExistingOr(bytes.Value, body.Refusal, grains, answers);
        }

        var draft = body.Value.ToDraft(TraceParent(context));
        return Reserved(draft.JobId) ?? await once.Run(context, () => Fingerprint.Of(bytes.Value), () => Submit(draft, grains, answers));
    }

    internal static Task<Answer> Retry(string id, HttpContext context, IGrainFactory grains, JobAnswers answers, Once once) =>
        once.Run(context, () => Fingerprint.Empty, async () =>
        {
            if (!JobId.IsValid(id) || HiddenJobs.IsHidden(id))
            {
                return JobAnswers.NotFound();
            }

            var retried = await grains.GetGrain<IJobDeskGrain>(0).Retry(new(id));
            return retried.IsRefused ? Problem.Of(retried.Refusal) : answers.Created(retried.Value);
        });

    /// <summary>Ids that only the service gives.</summary>
    internal static Answer? Reserved(string? id) =>
        id is not null && HiddenJobs.IsHidden(id) ? Problem.Field("jobId", "must not begin with internal:") : null;

    /// <summary>The W3C trace context of the request; null when the client sent none.</summary>
    internal static string? TraceParent(HttpContext context) =>
        (string?)context.Request.Headers.TraceParent is { } sent && ActivityContext.TryParse(sent, null, out _) ? sent : null;

    private static async Task<Answer> Submit(JobDraft draft, IGrainFactory grains, JobAnswers answers)
    {
        var submitted = await grains.GetGrain<IJobDeskGrain>(0).Submit(draft);
        return submitted.IsRefused ? Problem.Of(submitted.Refusal) : answers.Created(submitted.Value);
    }

    /// <summary>An existing id is answered with the existing job whatever the body, also one that would be refused.</summary>
    private static async Task<Answer> ExistingOr(byte[] bytes, Refusal refusal, IGrainFactory grains, JobAnswers answers)
    {
        var id = StrictJson.PeekText(bytes, "jobId");
        var job = JobId.IsValid(id) && !HiddenJobs.IsHidden(id!) ? await grains.GetGrain<IJobDeskGrain>(0).Find(new(id!)) : null;
        return job is null ? Problem.Of(refusal) : answers.Created(new(job, false));
    }
}
