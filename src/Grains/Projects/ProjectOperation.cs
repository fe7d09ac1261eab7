namespace GrainJobs.Projects;

/// <summary>By which key, and how long, a repetition of an update is known.</summary>
internal sealed record ProjectOperation(string Key, string BuildId, DateTimeOffset ExpiresAt);
