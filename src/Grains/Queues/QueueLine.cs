namespace GrainJobs.Queues;

/// <summary>One ordered line of a queue: entries that need the same capability and count under the same key (empty: none).</summary>
internal readonly record struct QueueLine(string Lane, string Key);
