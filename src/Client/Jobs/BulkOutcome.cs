namespace GrainJobs.Jobs;

/// <summary>What became of one job of a bulk call: <c>created</c>, <c>existing</c> or <c>error</c>.</summary>
public sealed record BulkOutcome(string? JobId, string Outcome, string? Error);

internal sealed record BulkAnswer(IReadOnlyList<BulkOutcome> Results);
