using GrainJobs.Files;

namespace GrainJobs.Http;

/// <summary>A file part that was stored. Its name and type are what the client said: data, never a path, never trusted.</summary>
internal sealed record UploadedFile(StoredFile Stored, string? Name, string ContentType);
