using GrainJobs.Leases;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Queues;

internal sealed partial class QueueGrain
{
    [LoggerMessage(LogLevel.Warning, "Transient assignment error {Reason}: {Id} stays queued in {Queue} (asked for by {Worker})")]
    private partial void LogTransient(string reason, string id, string worker, QueueName queue);

    [LoggerMessage(LogLevel.Error, "Permanent assignment error {Reason}: {Id} failed and left queue {Queue}")]
    private partial void LogPermanent(string reason, string id, QueueName queue);

    [LoggerMessage(LogLevel.Warning, "No answer for {Id} of queue {Queue}; its row decides at the next try")]
    private partial void LogNoAnswer(Exception exception, string id, QueueName queue);

    [LoggerMessage(LogLevel.Information, "Lease of {Id} by {Worker} in queue {Queue} ended: {End}")]
    private partial void LogLeaseEnded(string id, string worker, LeaseEnd end, QueueName queue);

    [LoggerMessage(LogLevel.Warning, "Upkeep of queue {Queue} was delayed; it goes on by itself")]
    private partial void LogUpkeepDelayed(Exception exception, QueueName queue);

    [LoggerMessage(LogLevel.Information, "Queue {Queue} moves to the silo that is its home now")]
    private partial void LogMoves(QueueName queue);
}
