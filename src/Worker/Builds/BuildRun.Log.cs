using Microsoft.Extensions.Logging;

namespace GrainJobs.Builds;

internal sealed partial class BuildRun
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Build {BuildId} for {Platform} begins")]
    private partial void LogBegins(string buildId, string platform);

    [LoggerMessage(Level = LogLevel.Information, Message = "Build {BuildId} ends: {Outcome}")]
    private partial void LogEnds(string buildId, BuildOutcome outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Build {BuildId}: the gateway did not take the report: {Reason}")]
    private partial void LogNotReported(string buildId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Build {BuildId}: its folder resists: {Reason}")]
    private partial void LogFolderResists(string buildId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Build {BuildId} crashed the agent's run")]
    private partial void LogCrashed(string buildId, Exception fault);
}
