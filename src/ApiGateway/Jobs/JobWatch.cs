using System.Collections.Concurrent;

namespace GrainJobs.Jobs;

/// <summary>
/// All watching of jobs in this process: one subscription a job at each silo, however many readers it has here. Readers get each
/// newer version; what the subscription missed is read again from the rows.
/// </summary>
internal sealed class JobWatch : IJobObserver
{
    private readonly ConcurrentDictionary<JobId, WatchedJob> jobs = new();

    /// <summary>The jobs that somebody watches here.</summary>
    internal JobId[] Watched => [.. jobs.Keys];

    /// <summary>Whether nobody watches anything.</summary>
    internal bool IsIdle => jobs.IsEmpty;

    public Task Changed(Job[] jobs)
    {
        foreach (var job in jobs)
        {
            Publish(job);
        }

        return Task.CompletedTask;
    }

    /// <summary>Shows a committed state to the job's readers; an older one than they know is passed over.</summary>
    internal void Publish(Job job)
    {
        if (jobs.TryGetValue(job.Id, out var watched))
        {
            watched.Publish(job);
        }
    }

    /// <summary>Adds a reader; answers what it shares with the job's other readers.</summary>
    internal WatchedJob Add(JobId id, JobReader reader)
    {
        while (true)
        {
            var watched = jobs.GetOrAdd(id, static _ => new WatchedJob());
            if (watched.Add(reader))
            {
                return watched;
            }

            // Its last reader left just now; the next round makes a new one.
            jobs.TryRemove(new(id, watched));
        }
    }

    /// <summary>Removes a reader. True: it was the last of that job.</summary>
    internal bool Remove(JobId id, JobReader reader)
    {
        if (!jobs.TryGetValue(id, out var watched) || !watched.Remove(reader))
        {
            return false;
        }

        jobs.TryRemove(new(id, watched));
        return true;
    }
}
