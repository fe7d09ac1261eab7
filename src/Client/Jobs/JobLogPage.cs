namespace GrainJobs.Jobs;

/// <summary>Log lines of a job, oldest first.</summary>
public sealed record JobLogPage(IReadOnlyList<JobLogEntry> Logs, long? Next);

/// <summary>One stored log line.</summary>
public sealed record JobLogEntry(long Seq, string Level, string Message, DateTimeOffset Timestamp);

/// <summary>One log line to store. Levels: <c>info</c>, <c>warn</c>, <c>error</c>.</summary>
public sealed record NewLogLine(string Level, string Message);

internal sealed record JobLogBatch(IReadOnlyList<NewLogLine> Logs);
