using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>A page of jobs, newest first.</summary>
internal sealed record JobPage(IReadOnlyList<JobView> Jobs, string? NextCursor);

/// <summary>A page of a job's events, oldest first.</summary>
internal sealed record EventPage(IReadOnlyList<EventView> Events, string? NextCursor);

/// <summary>One event.</summary>
internal sealed record EventView(int Seq, string Type, DateTimeOffset At, RawJson Data);

/// <summary>A page of a job's log, oldest first; <c>next</c> is the <c>after</c> to pass.</summary>
internal sealed record LogPage(string JobId, IReadOnlyList<LogView> Logs, long Next);

/// <summary>One log line.</summary>
internal sealed record LogView(long Seq, string Level, string Message, DateTimeOffset Timestamp);

/// <summary>What became of a bulk submission, in order.</summary>
internal sealed record BulkView(IReadOnlyList<BulkItemView> Results);

/// <summary>One of them: created, existing or error.</summary>
internal sealed record BulkItemView(string? JobId, string Outcome, string? Error = null, string? Code = null);

/// <summary>The answer to stored log lines.</summary>
internal sealed record LogReceipt(bool Success, int Count);

/// <summary>What became of the jobs of each type.</summary>
internal sealed record TypeCountsView(IReadOnlyList<TypeCountView> Types);

/// <summary>One type; the success rate is of finished jobs, absent while none has finished.</summary>
internal sealed record TypeCountView(
    string JobType, long Completed, long Skipped, long Failed, long Cancelled, long Retried, long Unfinished, double? SuccessRate);
