using Microsoft.Extensions.Logging;

namespace GrainJobs.Storage;

internal sealed partial class CommitEngine
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A commit of {Count} writes was not confirmed; looking what became of it")]
    private partial void LogUnconfirmed(Exception exception, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Storage refused the content of {Key}")]
    private partial void LogRejected(Exception exception, string key);

    [LoggerMessage(Level = LogLevel.Error, Message = "Gave up on {Count} writes: storage did not confirm them in time")]
    private partial void LogGaveUp(int count);

    [LoggerMessage(Level = LogLevel.Critical, Message = "A commit failed in a way nobody foresaw; its {Count} writes are reported as unconfirmed")]
    private partial void LogBug(Exception exception, int count);
}
