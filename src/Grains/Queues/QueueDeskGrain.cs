using GrainJobs.Builds;
using GrainJobs.Jobs;
using Orleans.Concurrency;

namespace GrainJobs.Queues;

/// <summary>All queues at once, from the nearest silo.</summary>
[StatelessWorker(4)]
[Reentrant]
internal sealed class QueueDeskGrain(IJobStore store, IBuildStore builds) : Grain, IQueueDeskGrain
{
    public async Task<QueueView[]> List() => await Task.WhenAll((await Names()).Select(View));

    public async Task<QueueView[]> Page(string after, int limit) => await Task.WhenAll(
        (await Names()).SkipWhile(queue => string.CompareOrdinal(queue.Value, after) <= 0).Take(limit).Select(View));

    public async Task<QueueView?> Find(QueueName queue)
    {
        var view = await View(queue);
        var isUsed = view.Counts.Values.Sum() > 0 || view.Paused || view.Draining || view.Limits != new QueueLimits() || view.Workers > 0;
        return isUsed ? view : null;
    }

    public async Task<QueueLoad> Load()
    {
        var ofBuilds = builds.Counts(DateTimeOffset.MaxValue);
        var jobs = await store.CountAll();
        var made = await ofBuilds;
        return new(
            jobs.GetValueOrDefault(JobStatus.Pending) + jobs.GetValueOrDefault(JobStatus.Scheduled) + jobs.GetValueOrDefault(JobStatus.Queued) + made.Pending,
            jobs.GetValueOrDefault(JobStatus.Processing) + made.Assigned + made.Building);
    }

    private async Task<QueueName[]> Names()
    {
        var some = builds.List(new() { Limit = 1 });
        var queues = (await store.Queues()).Concat((await some).Count > 0 ? [QueueName.Builds] : []);
        return [.. queues.OrderBy(queue => queue.Value, StringComparer.Ordinal)];
    }

    private Task<QueueView> View(QueueName queue) => GrainFactory.GetGrain<IQueueGrain>(queue.Value).View();
}
