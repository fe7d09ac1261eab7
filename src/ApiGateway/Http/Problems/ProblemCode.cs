namespace GrainJobs.Http;

/// <summary>The codes of answers that only the door gives; those of the grains are in <see cref="RefusalCode"/>.</summary>
internal static class ProblemCode
{
    /// <summary>The body is no JSON, or JSON that is not accepted.</summary>
    internal const string MalformedJson = "malformed_json";

    /// <summary>The request itself is malformed: framing, headers, multipart.</summary>
    internal const string MalformedRequest = "malformed_request";
    internal const string CredentialMissing = "credential_missing";
    internal const string CredentialInvalid = "credential_invalid";
    internal const string Forbidden = "forbidden";
    internal const string RouteNotFound = "route_not_found";
    internal const string FileNotFound = "file_not_found";
    internal const string MethodNotAllowed = "method_not_allowed";
    internal const string RequestTimeout = "request_timeout";
    internal const string RequestRunning = "request_running";
    internal const string UnsupportedMediaType = "unsupported_media_type";
    internal const string RangeNotSatisfiable = "range_not_satisfiable";
    internal const string IdempotencyKeyReused = "idempotency_key_reused";
    internal const string RateLimited = "rate_limited";
    internal const string HeadersTooLarge = "headers_too_large";
    internal const string InternalError = "internal_error";
    internal const string NotConfigured = "not_configured";
    internal const string ProjectNotFound = "project_not_found";

    // The signed route's codes are spelt as its clients know them.
    internal const string MissingSignature = "MISSING_SIGNATURE";
    internal const string InvalidSignature = "INVALID_SIGNATURE";
    internal const string TimestampOutOfRange = "TIMESTAMP_OUT_OF_RANGE";
    internal const string ReplayDetected = "REPLAY_ATTACK_DETECTED";
}
