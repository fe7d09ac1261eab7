namespace GrainJobs.Http;

/// <summary>One event of a stream: the id to resume after, and the JSON on one line.</summary>
internal readonly record struct StreamItem(string Id, ReadOnlyMemory<byte> Data);
