using Microsoft.Extensions.Logging;

namespace GrainJobs.Storage;

internal sealed partial class CommitLane
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A commit of {Count} writes was not confirmed; looking what became of it")]
    private partial void LogUnconfirmed(Exception exception, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Storage refused the content of {Key}")]
    private partial void LogRejected(Exception exception, string key);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another session holds {Key}; its write is tried apart from the others")]
    private partial void LogLocked(string key);
}
