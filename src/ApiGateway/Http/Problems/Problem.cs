using Microsoft.AspNetCore.WebUtilities;

namespace GrainJobs.Http;

/// <summary>Makes the answers that say no.</summary>
internal static class Problem
{
    internal const string ContentType = "application/problem+json";

    /// <summary>When to come back after 429 and 503, unless something better is known.</summary>
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(1);

    internal static Answer Of(Refusal refusal) =>
        Of(refusal.Code, refusal.Detail, refusal.Fields is { Count: > 0 } fields ? fields : null);

    internal static Answer Of(string code, string error, IReadOnlyDictionary<string, string[]>? fields = null) =>
        Of(ProblemTable.StatusOf(code), code, error, fields);

    internal static Answer Of(int status, string code, string error, IReadOnlyDictionary<string, string[]>? fields = null) =>
        Answer.Json(status, Body(status, code, error, fields), ProblemJson.Default.ProblemBody) with
        {
            ContentType = ContentType,
            Code = code,
            RetryAfter = status is 429 or 503 ? DefaultRetryAfter : null,
        };

    /// <summary>One wrong field.</summary>
    internal static Answer Field(string name, string fault) =>
        Of(RefusalCode.Invalid, $"{name} {fault}", new Dictionary<string, string[]> { [name] = [fault] });

    private static ProblemBody Body(int status, string code, string error, IReadOnlyDictionary<string, string[]>? fields) => new()
    {
        Type = "urn:grainjobs:error:" + code,
        Title = ReasonPhrases.GetReasonPhrase(status),
        Status = status,
        Detail = error,
        Error = error,
        Code = code,
        Errors = fields,
    };
}
