namespace GrainJobs.Jobs;

/// <summary>An event before it has its number and time.</summary>
internal readonly record struct JobNote(string Type, string? Data = null);
