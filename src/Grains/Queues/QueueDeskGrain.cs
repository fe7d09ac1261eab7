using GrainJobs.Builds;
using GrainJobs.Jobs;
using Orleans.Concurrency;

namespace GrainJobs.Queues;

/// <summary>All queues at once, from the nearest silo.</summary>
[StatelessWorker(4)]
[Reentrant]
internal sealed class QueueDeskGrain(IJobStore store, IBuildStore builds) : Grain, IQueueDeskGrain
{
    public async Task<QueueView[]> List()
    {
        var hasBuilds = builds.Count(new());
        var queues = (await store.Queues()).Concat(await hasBuilds > 0 ? [QueueName.Builds] : []);
        return await Task.WhenAll(queues.OrderBy(queue => queue.Value, StringComparer.Ordinal).Select(View));
    }

    public async Task<QueueView?> Find(QueueName queue)
    {
        var view = await View(queue);
        var isUsed = view.Counts.Values.Sum() > 0 || view.Paused || view.Draining || view.Limits != new QueueLimits() || view.Workers > 0;
        return isUsed ? view : null;
    }

    private Task<QueueView> View(QueueName queue) => GrainFactory.GetGrain<IQueueGrain>(queue.Value).View();
}
