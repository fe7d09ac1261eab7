namespace GrainJobs.Http;

internal sealed partial class ProblemMiddleware
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Request failed unexpectedly: {Method} {Route}")]
    private static partial void LogUnexpected(ILogger logger, string method, string route, Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A failure was answered with {Status}")]
    private static partial void LogRefused(ILogger logger, int status, Exception failure);
}
