namespace GrainJobs.Queues;

/// <summary>What waits in a queue: how many could run now, and since when the one that waits longest does; absent: none waits.</summary>
internal readonly record struct QueueBacklog(long Depth, DateTimeOffset? OldestSince);
