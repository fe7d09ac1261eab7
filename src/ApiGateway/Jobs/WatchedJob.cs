namespace GrainJobs.Jobs;

/// <summary>One job with its readers in this process. Once its last reader has left it is closed and takes no new ones.</summary>
internal sealed class WatchedJob
{
    private readonly Lock gate = new();
    private readonly HashSet<JobReader> readers = [];
    private Job? newest;
    private Task? subscription;
    private bool closed;

    /// <summary>False when this is closed.</summary>
    internal bool Add(JobReader reader)
    {
        lock (gate)
        {
            if (closed)
            {
                return false;
            }

            readers.Add(reader);
            if (newest is { } job)
            {
                reader.Offer(job);
            }

            return true;
        }
    }

    /// <summary>The one subscription for all its readers; one that failed is tried anew by the next.</summary>
    internal Task Subscribe(Func<Task> subscribe)
    {
        lock (gate)
        {
            return subscription = subscription is null or { IsFaulted: true } or { IsCanceled: true } ? subscribe() : subscription;
        }
    }

    /// <summary>Whether the reader was the last.</summary>
    internal bool Remove(JobReader reader)
    {
        lock (gate)
        {
            readers.Remove(reader);
            closed |= readers.Count == 0;
            return closed;
        }
    }

    internal void Publish(Job job)
    {
        lock (gate)
        {
            if (newest is not null && job.Version <= newest.Version)
            {
                return;
            }

            newest = job;
            foreach (var reader in readers)
            {
                reader.Offer(job);
            }
        }
    }
}
