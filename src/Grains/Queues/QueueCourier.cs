using System.Collections.Concurrent;
using GrainJobs.Leases;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Queues;

/// <summary>Carries news to the queues: one call a queue under way at a time, the next gathers meanwhile. What it drops the queue finds in the rows.</summary>
internal sealed partial class QueueCourier(IGrainFactory grains, ILogger<QueueCourier> logger)
{
    private readonly ConcurrentDictionary<QueueName, (IQueueGrain Queue, QueueOutbox Box)> routes = new();

    public void Ready(QueueName to, QueueEntry entry) => Post(to, box => box.Ready.Add(entry));

    public void Scheduled(QueueName to, QueueEntry entry) => Post(to, box => box.Scheduled.Add(entry));

    public void Settled(QueueName to, LeaseToken token) => Post(to, box => box.Settled.Add(token));

    public void Withdrawn(QueueName to, string id) => Post(to, box => box.Withdrawn.Add(id));

    public void CancelRequested(QueueName to, LeaseToken token) => Post(to, box => box.CancelRequested.Add(token));

    private void Post(QueueName to, Action<QueueOutbox> put)
    {
        var (queue, box) = routes.GetOrAdd(to, static (name, grains) => (grains.GetGrain<IQueueGrain>(name.Value), new()), grains);
        if (box.Put(put))
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => Carry(to, queue, box));
            }
        }
    }

    private async Task Carry(QueueName name, IQueueGrain queue, QueueOutbox box)
    {
        while (box.Take() is { } news)
        {
            try
            {
                await queue.Tell(news);
            }
#pragma warning disable CA1031 // Lost news is found in the rows; nothing here may stop the courier.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogLost(exception, name);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "News for queue {Queue} could not be delivered; it will find the change in the rows")]
    private partial void LogLost(Exception exception, QueueName queue);
}
