using GrainJobs.Queues;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Workers;

internal sealed partial class WorkerGrain
{
    [LoggerMessage(LogLevel.Warning, "Transient assignment error {Reason}: worker {Worker} left while it was asked for; {Count} went back to their place")]
    private partial void LogLeft(string reason, WorkerId worker, int count);

    [LoggerMessage(LogLevel.Information, "Queue {Queue} is moving and gave worker {Worker} no answer")]
    private partial void LogQueueMoves(Exception exception, QueueName queue, WorkerId worker);

    [LoggerMessage(LogLevel.Warning, "When worker {Worker} was last heard of could not be written; the next sign of life tries again")]
    private partial void LogNotNoted(Exception exception, WorkerId worker);
}
