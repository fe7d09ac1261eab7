namespace GrainJobs.Projects;

/// <summary>An update that counted against its user's limit.</summary>
internal readonly record struct AcceptedUpdate(string UserId, DateTimeOffset At);
