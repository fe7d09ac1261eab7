namespace GrainJobs.Files;

/// <summary>A file that is whole and durable.</summary>
/// <param name="Id">Where to find it.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">64 lower-case hex digits, computed while it streamed in.</param>
public sealed record StoredFile(FileId Id, long Length, string Sha256);
