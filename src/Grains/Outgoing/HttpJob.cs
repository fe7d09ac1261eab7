using System.Text;
using GrainJobs.Execution;
using GrainJobs.Jobs;

namespace GrainJobs.Outgoing;

/// <summary>Jobs of type <c>http</c>: the payload (or, without one, the input) is posted to the callback URL.</summary>
internal sealed class HttpJob(Deliveries deliveries) : IJobHandler<AnyPayload>
{
    private const int LongestInput = 1024 * 1024;
    private const string Json = "application/json";

    public async Task<JobOutcome> Run(AnyPayload payload, IJobContext context)
    {
        var job = context.Job;
        if (job.Input is { Length: > LongestInput })
        {
            return JobOutcome.Failed($"The input is longer than the {LongestInput} bytes that can be delivered; store it and send its id");
        }

        var (type, body) = OwnPayload(job) is { } own ? (Json, Encoding.UTF8.GetBytes(own)) : await Input(context) ?? (Json, "{}"u8.ToArray());
        return await deliveries.Deliver(new(job.Spec.CallbackUrl ?? "", job.Id.Value, type, body, job.Spec.TraceParent), context.Stop);
    }

    /// <summary>A stage without a payload of its own delivers what the stage before made.</summary>
    private static string? OwnPayload(Job job) => job.Spec.Stages.IsEmpty || job.Input is null
        ? job.RunningPayload
        : job.Spec.Stages[job.Stage].Payload;

    private static async Task<(string Type, byte[] Body)?> Input(IJobContext context)
    {
        await using var stream = await context.OpenInput();
        if (stream is null)
        {
            return null;
        }

        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, context.Stop);
        return (context.Job.Input!.ContentType, copy.ToArray());
    }
}
