using GrainJobs.Files;
using GrainJobs.Storage;

namespace GrainJobs.Http;

/// <summary>What a failed request is answered, by the exception that ended it. Nothing of an exception's text is shown but our own.</summary>
internal static class FailureMap
{
    /// <summary>The answer; null when it is a bug of ours.</summary>
    internal static Answer? Answer(Exception failure) => failure switch
    {
        RequestRefusedException refused => refused.Answer,
        BadHttpRequestException bad => Bad(bad.StatusCode),
        FileTooLargeException large => Problem.Of(RefusalCode.TooLarge, large.Message),
        InvalidDataException => Problem.Of(ProblemCode.MalformedRequest, "The multipart body is malformed or over its limits."),
        StorageUnavailableException or OrleansException { InnerException: StorageUnavailableException } =>
            Problem.Of(RefusalCode.StorageUnavailable, "Storage is unavailable; nothing was changed. Try again."),
        OverloadedException overloaded => Problem.Of(RefusalCode.Overloaded, overloaded.Message),
        TimeoutException => Problem.Of(RefusalCode.TimedOut, "The time limit passed; the outcome is unknown. Repeat the request."),
        // A client that hung up never gets here: the runtime gave up a call of its own, because a silo died or stops.
        OperationCanceledException or OrleansMessageRejectionException or SiloUnavailableException or LimitExceededException or Orleans.Runtime.Messaging.ConnectionFailedException =>
            Problem.Of(RefusalCode.Overloaded, "The service is starting, stopping or moving work. Try again."),
        _ => null,
    };

    private static Answer Bad(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => Problem.Of(RefusalCode.TooLarge, "The body is larger than this route allows."),
        StatusCodes.Status408RequestTimeout => Problem.Of(ProblemCode.RequestTimeout, "The body arrived too slowly."),
        _ => Problem.Of(status, ProblemTable.CodeOf(status), "The request is malformed."),
    };
}
