using GrainJobs.Jobs;

namespace GrainJobs.Files;

internal sealed partial class FileRuns
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A file names the unknown job {JobId}; it is created")]
    private static partial void LogUnknown(ILogger logger, JobId jobId);
}
