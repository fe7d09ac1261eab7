namespace GrainJobs.Jobs;

internal sealed partial class JobWatchLoop
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Renewing the watch of jobs failed; trying again")]
    private static partial void LogRoundFailed(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Silo {Silo} did not take the watch")]
    private static partial void LogSiloAway(ILogger logger, string silo, Exception failure);
}
