using System.Collections.Concurrent;

namespace GrainJobs.Jobs;

/// <summary>This silo's announcements: which gateways watch which jobs. A job nobody watches costs one look-up.</summary>
internal sealed class JobHub
{
    private readonly ConcurrentDictionary<IJobObserver, HubSubscriber> subscribers = new();
    private readonly ConcurrentDictionary<JobId, HubSubscriber[]> watched = new();
    private readonly Lock gate = new();

    public void Publish(Job job)
    {
        if (!watched.IsEmpty && watched.TryGetValue(job.Id, out var watchers))
        {
            foreach (var watcher in watchers)
            {
                watcher.Post(job);
            }
        }
    }

    public void Watch(IJobObserver observer, IEnumerable<JobId> jobs, DateTimeOffset now)
    {
        var subscriber = subscribers.GetOrAdd(observer, static key => new HubSubscriber(key));
        subscriber.RenewedAt = now;
        lock (gate)
        {
            foreach (var job in jobs)
            {
                var before = watched.GetValueOrDefault(job) ?? [];
                if (!before.Contains(subscriber))
                {
                    watched[job] = [.. before, subscriber];
                    subscriber.Jobs.Add(job);
                }
            }
        }
    }

    public void Unwatch(IJobObserver observer, IEnumerable<JobId> jobs)
    {
        if (subscribers.TryGetValue(observer, out var subscriber))
        {
            lock (gate)
            {
                foreach (var job in jobs)
                {
                    Remove(subscriber, job);
                }
            }
        }
    }

    /// <summary>Drops subscriptions that were not renewed.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var subscriber in subscribers.Values.Where(each => each.RenewedAt + IJobHubGrain.RenewWithin < now || each.IsDead))
        {
            lock (gate)
            {
                foreach (var job in subscriber.Jobs.ToArray())
                {
                    Remove(subscriber, job);
                }
            }

            subscribers.TryRemove(subscriber.Observer, out _);
        }
    }

    private void Remove(HubSubscriber subscriber, JobId job)
    {
        subscriber.Jobs.Remove(job);
        if (!watched.TryGetValue(job, out var watchers))
        {
            return;
        }

        HubSubscriber[] left = [.. watchers.Where(each => each != subscriber)];
        if (left.Length == 0)
        {
            watched.TryRemove(job, out _);
        }
        else
        {
            watched[job] = left;
        }
    }
}
