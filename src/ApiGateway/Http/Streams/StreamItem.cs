namespace GrainJobs.Http;

/// <summary>One event of a stream: the id to resume after, and the JSON on one line.</summary>
/// <param name="IsPast">It happened before and is told again: it waits for its reader instead of giving way to newer ones.</param>
internal readonly record struct StreamItem(string Id, ReadOnlyMemory<byte> Data, bool IsPast = false);
