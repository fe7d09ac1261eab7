namespace GrainJobs.Archives;

#pragma warning disable CA1032 // It always says what was found.

/// <summary>The archive is broken, or holds what an honest one doesn't.</summary>
internal sealed class ArchiveRefusedException(string message) : Exception(message);
