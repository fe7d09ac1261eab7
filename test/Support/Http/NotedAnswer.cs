namespace GrainJobs.Http;

/// <summary>One call and what came of it.</summary>
/// <param name="Call">The method and path, without the query.</param>
/// <param name="Status">Of the answer; 0: none came.</param>
/// <param name="Took">From sending to the answer's head.</param>
/// <param name="HasRetryAfter">Whether it said when to come back.</param>
/// <param name="Fault">Why no answer came.</param>
public sealed record NotedAnswer(string Call, int Status, TimeSpan Took, bool HasRetryAfter, string? Fault = null);
