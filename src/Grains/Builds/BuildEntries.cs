using GrainJobs.Queues;

namespace GrainJobs.Builds;

/// <summary>A build's place in the queue of builds: lanes are platforms.</summary>
internal static class BuildEntries
{
    public static QueueEntry ToEntry(this Build build) => new()
    {
        Id = build.Id.Value,
        Lane = build.Spec.Platform,
        Priority = build.Spec.Priority,
        ReadyAt = build.ReadyAt,
        Version = build.Version,
    };
}
