using System.Diagnostics;
using GrainJobs.Http;
using GrainJobs.Silos;

namespace GrainJobs.Jobs;

/// <summary>Creating jobs.</summary>
internal static class JobSubmissions
{
    // Where ASP.NET Core's spans come from; without an exporter nobody listens to it, and the activity of a request is no span.
    private const string RequestSource = "Microsoft.AspNetCore";
    private static readonly byte[] NoFields = "{}"u8.ToArray();

    internal static async Task<Answer> Submit(HttpContext context, IGrainFactory grains, SubmissionBoxes boxes, JobAnswers answers, Once once)
    {
        var bytes = await RequestBody.JsonBytes(context);
        if (bytes.IsRefused)
        {
            return Problem.Of(bytes.Refusal);
        }

        var body = Read(bytes.Value.Length == 0 ? NoFields : bytes.Value);
        if (body.Refusal is { } refusal)
        {
            return await ExistingOr(bytes.Value, await Judged(body, grains) ?? refusal, grains, answers);
        }

        var draft = body.Part!.ToDraft(TraceParent(context));
        return await once.Run(context, () => Fingerprint.Of(bytes.Value), () => Submit(draft, boxes, answers));
    }

    internal static Task<Answer> Retry(string id, HttpContext context, IGrainFactory grains, JobAnswers answers, Once once) =>
        once.Run(context, () => Fingerprint.Empty, async () =>
        {
            if (!JobId.IsValid(id) || HiddenJobs.IsHidden(id))
            {
                return JobAnswers.NotFound();
            }

            var retried = await grains.JobDesk().Retry(new(id));
            return retried.IsRefused ? Problem.Of(retried.Refusal) : answers.Created(retried.Value);
        });

    /// <summary>A submission as far as it can be read. Ids that only the service gives are refused.</summary>
    internal static JsonReading<SubmitBody> Read(ReadOnlyMemory<byte> json)
    {
        var body = StrictJson.Read(json, JobJson.Default.SubmitBody);
        if (body.Part?.JobId is { } id && HiddenJobs.IsHidden(id))
        {
            body.Faults.Add("jobId", "must not begin with internal:");
        }

        return body;
    }

    /// <summary>What the job's attempts are traced under: this request's own span where it is traced, else what the client sent; null when it sent nothing.</summary>
    internal static string? TraceParent(HttpContext context) =>
        Activity.Current is { Recorded: true, Source.Name: RequestSource, Id: { } own } ? own
        : (string?)context.Request.Headers.TraceParent is { } sent && ActivityContext.TryParse(sent, null, out _) ? sent : null;

    private static async Task<Answer> Submit(JobDraft draft, SubmissionBoxes boxes, JobAnswers answers)
    {
        var submitted = await boxes.Submit(draft);
        return submitted.IsRefused ? Problem.Of(submitted.Refusal) : answers.Created(submitted.Value);
    }

    /// <summary>All that is wrong with a body that could not be read whole: the rules are asked about the rest of it.</summary>
    private static async Task<Refusal?> Judged(JsonReading<SubmitBody> body, IGrainFactory grains)
    {
        if (body.Part?.ToDraft(null) is { } draft && await grains.JobDesk().Judge([draft]) is [{ } more])
        {
            body.Faults.Add(more);
        }

        return body.Refusal;
    }

    /// <summary>An existing id is answered with the existing job whatever the body, also one that would be refused.</summary>
    private static async Task<Answer> ExistingOr(byte[] bytes, Refusal refusal, IGrainFactory grains, JobAnswers answers)
    {
        var id = StrictJson.PeekText(bytes, "jobId");
        var job = JobId.IsValid(id) && !HiddenJobs.IsHidden(id!) ? await grains.JobDesk().Find(new(id!)) : null;
        return job is null ? Problem.Of(refusal) : answers.Created(new(job, false));
    }
}
