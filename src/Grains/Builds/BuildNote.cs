namespace GrainJobs.Builds;

/// <summary>A log line of the service's own, before it has its time.</summary>
internal readonly record struct BuildNote(string Message, string Level = "info");
