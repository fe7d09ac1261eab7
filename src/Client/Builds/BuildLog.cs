using System.Text.Json;

namespace GrainJobs.Builds;

/// <summary>Log lines of a build, oldest first; <see cref="Next"/> is what to pass as <c>after</c>.</summary>
public sealed record BuildLogPage(string BuildId, IReadOnlyList<BuildLogEntry> Logs, long Next);

/// <summary>One stored log line. The timestamp is as the gateway wrote it.</summary>
public sealed record BuildLogEntry(long Seq, string Level, string Message, JsonElement? Timestamp);

/// <summary>One line to store. Levels: <c>info</c>, <c>warn</c>, <c>error</c>.</summary>
public sealed record BuildLine(string Level, string Message);

internal sealed record BuildLogBatch(IReadOnlyList<BuildLine> Logs);
