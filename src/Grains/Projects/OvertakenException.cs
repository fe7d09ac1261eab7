namespace GrainJobs.Projects;

/// <summary>Another activation wrote the project: read again and decide again. Never leaves the grain.</summary>
#pragma warning disable CA1032 // It carries nothing.
internal sealed class OvertakenException : Exception;
#pragma warning restore CA1032
