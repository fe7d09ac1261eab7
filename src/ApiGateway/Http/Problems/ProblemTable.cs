using System.Collections.Frozen;

namespace GrainJobs.Http;

/// <summary>The one table from code to HTTP status. docs/errors.md explains each code; a test holds the two together.</summary>
internal static class ProblemTable
{
    private static readonly FrozenDictionary<string, int> Statuses = new Dictionary<string, int>
    {
        [RefusalCode.Invalid] = 400,
        [ProblemCode.MalformedJson] = 400,
        [ProblemCode.MalformedRequest] = 400,
        [ProblemCode.CredentialMissing] = 401,
        [ProblemCode.MissingSignature] = 401,
        [ProblemCode.CredentialInvalid] = 403,
        [ProblemCode.InvalidSignature] = 403,
        [ProblemCode.Forbidden] = 403,
        [RefusalCode.NotAssigned] = 403,
        [ProblemCode.RouteNotFound] = 404,
        [ProblemCode.FileNotFound] = 404,
        [ProblemCode.ProjectNotFound] = 404,
        [RefusalCode.JobNotFound] = 404,
        [RefusalCode.BuildNotFound] = 404,
        [RefusalCode.QueueNotFound] = 404,
        [RefusalCode.WorkerNotFound] = 404,
        [ProblemCode.MethodNotAllowed] = 405,
        [ProblemCode.RequestTimeout] = 408,
        [ProblemCode.TimestampOutOfRange] = 408,
        [RefusalCode.JobFinished] = 409,
        [RefusalCode.JobNotFinished] = 409,
        [RefusalCode.JobNotTracked] = 409,
        [RefusalCode.JobNotReady] = 409,
        [RefusalCode.InputNotAwaited] = 409,
        [RefusalCode.LeaseLost] = 409,
        [RefusalCode.BuildFinished] = 409,
        [RefusalCode.SourceNotAwaited] = 409,
        [RefusalCode.WorkerBusy] = 409,
        [RefusalCode.WorkerOffline] = 409,
        [RefusalCode.Conflict] = 409,
        [ProblemCode.RequestRunning] = 409,
        [ProblemCode.ReplayDetected] = 409,
        [RefusalCode.TooLarge] = 413,
        [ProblemCode.UnsupportedMediaType] = 415,
        [ProblemCode.RangeNotSatisfiable] = 416,
        [ProblemCode.IdempotencyKeyReused] = 422,
        [ProblemCode.RateLimited] = 429,
        [RefusalCode.TooManyUpdates] = 429,
        [ProblemCode.HeadersTooLarge] = 431,
        [ProblemCode.InternalError] = 500,
        [RefusalCode.StorageUnavailable] = 503,
        [RefusalCode.Overloaded] = 503,
        [ProblemCode.NotConfigured] = 503,
        [RefusalCode.TimedOut] = 504,
    }.ToFrozenDictionary();

    /// <summary>Every code with its status.</summary>
    internal static IReadOnlyDictionary<string, int> All => Statuses;

    /// <summary>The status of a code. A code that is not listed is a bug here, not the client's: 500.</summary>
    internal static int StatusOf(string code) => Statuses.GetValueOrDefault(code, StatusCodes.Status500InternalServerError);

    /// <summary>The code of a bare status that the framework set.</summary>
    internal static string CodeOf(int status) => status switch
    {
        401 => ProblemCode.CredentialMissing,
        403 => ProblemCode.Forbidden,
        404 => ProblemCode.RouteNotFound,
        405 => ProblemCode.MethodNotAllowed,
        408 => ProblemCode.RequestTimeout,
        413 => RefusalCode.TooLarge,
        415 => ProblemCode.UnsupportedMediaType,
        416 => ProblemCode.RangeNotSatisfiable,
        429 => ProblemCode.RateLimited,
        431 => ProblemCode.HeadersTooLarge,
        503 => RefusalCode.Overloaded,
        504 => RefusalCode.TimedOut,
        >= 500 => ProblemCode.InternalError,
        _ => ProblemCode.MalformedRequest,
    };
}
