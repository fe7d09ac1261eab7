namespace GrainJobs.Http;

internal sealed partial class UnfinishedSweep
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} unfinished uploads")]
    private static partial void LogSwept(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unfinished uploads could not be swept; trying again in an hour")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
