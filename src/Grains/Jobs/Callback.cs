using System.Security.Cryptography;
using System.Text;
using GrainJobs.Queues;

namespace GrainJobs.Jobs;

/// <summary>The job that announces another's end. Its id follows from that job's, so that it exists once.</summary>
internal static class Callback
{
    /// <summary>Ends the ids of announcements; refused from outside, so that none can be taken away.</summary>
    public const string Suffix = ":callback";

    /// <summary>Announcements have a queue of their own: a pause of the default one holds none up.</summary>
    private static readonly QueueName Queue = new("callbacks");

    public static JobSpec For(Job job) => new()
    {
        Id = IdFor(job.Id),
        Type = JobTypes.Webhook,
        Queue = Queue,
        CallbackUrl = job.Spec.CallbackUrl,
        Payload = EventData.Of(writer =>
        {
            writer.WriteString("jobId", job.Id.Value);
            writer.WriteString("status", job.Status.ToString().ToLowerInvariant());
        }),
        MaxAttempts = 10,
        Message = $"Announces the end of {job.Id}",
        OriginalJobId = job.Id,
        TraceParent = job.Spec.TraceParent,
    };

    public static JobId IdFor(JobId job) => job.Value.Length + Suffix.Length <= JobId.LongestLength
        ? new(job.Value + Suffix)
        : new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(job.Value))) + Suffix);
}
