namespace GrainJobs.Http;

/// <summary>The verdict on this request.</summary>
internal sealed record AccessOutcome(AccessVerdict Verdict);
