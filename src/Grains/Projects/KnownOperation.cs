namespace GrainJobs.Projects;

/// <summary>An operation that was accepted before, and what it became.</summary>
internal sealed record KnownOperation(string Key, string BuildId, string JobId);
