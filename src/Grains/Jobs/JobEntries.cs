using GrainJobs.Queues;

namespace GrainJobs.Jobs;

/// <summary>A job's place in its queue.</summary>
internal static class JobEntries
{
    public static QueueEntry ToEntry(this Job job) => new()
    {
        Id = job.Id.Value,
        Lane = job.RunningType,
        Key = job.Spec.ConcurrencyKey ?? "",
        Priority = job.Spec.Priority,
        ReadyAt = job.ReadyAt,
        Version = job.Version,
    };
}
