using Microsoft.Extensions.Logging;

namespace GrainJobs.Storage;

internal sealed partial class CommitEngine
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Gave up on {Count} writes: storage did not confirm them in time")]
    private partial void LogGaveUp(int count);

    [LoggerMessage(Level = LogLevel.Critical, Message = "A commit failed in a way nobody foresaw; its {Count} writes are reported as unconfirmed")]
    private partial void LogBug(Exception exception, int count);
}
