using GrainJobs.Execution;
using GrainJobs.Jobs;

namespace GrainJobs.Outgoing;

/// <summary>Announces a job's end to its callback: what it became is read fresh, the id is the same at every try.</summary>
internal sealed class WebhookJob(Deliveries deliveries, IJobStore store) : IJobHandler<WebhookPayload>
{
    public async Task<JobOutcome> Run(WebhookPayload payload, IJobContext context)
    {
        var subject = new JobId(payload.JobId);
        var body = await store.Find(subject) is { IsFinished: true } job && WebhookBody.Word(job.Status) == payload.Status
            ? WebhookBody.Of(job)
            : WebhookBody.OfGone(payload, context.Job.CreatedAt);
        var spec = context.Job.Spec;
        return await deliveries.Deliver(
            new(spec.CallbackUrl ?? "", Callback.IdFor(subject).Value, "application/json", body, spec.TraceParent), context.Stop);
    }
}
