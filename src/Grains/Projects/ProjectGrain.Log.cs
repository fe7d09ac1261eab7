using Microsoft.Extensions.Logging;

namespace GrainJobs.Projects;

internal sealed partial class ProjectGrain
{
    [LoggerMessage(LogLevel.Warning, "Project {Project}: what its builds did is taken up later: {Reason}")]
    private partial void LogPutOff(ProjectId project, string reason);

    [LoggerMessage(LogLevel.Warning, "Project {Project}: build {Build} fails, nothing was heard of it for {Limit}")]
    private partial void LogGhost(ProjectId project, string build, TimeSpan limit);

    [LoggerMessage(LogLevel.Error, "Project {Project}: the start of build {Build} was refused at step {Step}; the project fails")]
    private partial void LogStartRefused(ProjectId project, string build, StartStep step, Exception refused);
}
