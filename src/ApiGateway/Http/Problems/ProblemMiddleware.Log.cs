namespace GrainJobs.Http;

internal sealed partial class ProblemMiddleware
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Request failed unexpectedly: {Method} {Route}")]
    private static partial void LogUnexpected(ILogger logger, string method, string route, Exception failure);
}
