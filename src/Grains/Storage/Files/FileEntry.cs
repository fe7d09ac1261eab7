namespace GrainJobs.Files;

/// <summary>A stored file as the store lists it.</summary>
public sealed record FileEntry(FileId Id, long Length, DateTimeOffset SavedAt);
