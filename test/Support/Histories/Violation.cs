namespace GrainJobs.Histories;

/// <summary>An invariant that what clients saw contradicts.</summary>
/// <param name="Law">Its number, I1 to I24, as listed in docs/architecture.md.</param>
/// <param name="JobId">The job.</param>
/// <param name="What">The contradiction, with the facts of both sides.</param>
public sealed record Violation(string Law, string JobId, string What);
