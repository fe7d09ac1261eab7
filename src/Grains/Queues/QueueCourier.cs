using System.Collections.Concurrent;
using GrainJobs.Leases;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Queues;

/// <summary>Carries news to the queues: one call a queue under way at a time, the next gathers meanwhile. What it drops the queue finds in the rows.</summary>
internal sealed partial class QueueCourier(IGrainFactory grains, ILogger<QueueCourier> logger)
{
    private readonly ConcurrentDictionary<QueueName, QueueOutbox> boxes = new();

    public void Ready(QueueName to, QueueEntry entry) => Post(to, box => box.Ready.Add(entry));

    public void Scheduled(QueueName to, QueueEntry entry) => Post(to, box => box.Scheduled.Add(entry));

    public void Settled(QueueName to, LeaseToken token) => Post(to, box => box.Settled.Add(token));

    public void Withdrawn(QueueName to, string id) => Post(to, box => box.Withdrawn.Add(id));

    public void CancelRequested(QueueName to, LeaseToken token) => Post(to, box => box.CancelRequested.Add(token));

    private void Post(QueueName to, Action<QueueOutbox> put)
    {
        var box = boxes.GetOrAdd(to, static (name, grains) => new QueueOutbox(grains.GetGrain<IQueueGrain>(name.Value)), grains);
        if (box.Put(put))
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => Carry(to, box));
            }
        }
    }

    private async Task Carry(QueueName queue, QueueOutbox box)
    {
        while (box.Take() is { } news)
        {
            try
            {
                await box.Queue.Tell(news);
            }
#pragma warning disable CA1031 // Lost news is found in the rows; nothing here may stop the courier.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogLost(exception, queue);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "News for queue {Queue} could not be delivered; it will find the change in the rows")]
    private partial void LogLost(Exception exception, QueueName queue);
}
