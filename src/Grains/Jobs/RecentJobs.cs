using System.Collections.Concurrent;

namespace GrainJobs.Jobs;

/// <summary>Unfinished jobs this silo committed lately: a copy that saves reads. A stale one costs a refused write and a read, no more.</summary>
internal sealed class RecentJobs
{
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<JobId, Job> jobs = new();
    private readonly ConcurrentQueue<JobId> order = new();

    public Job? Find(JobId id) => jobs.GetValueOrDefault(id);

    public void Forget(JobId id) => jobs.TryRemove(id, out _);

    public void Keep(Job job)
    {
        if (job.IsFinished || job.IsTracked)
        {
            Forget(job.Id);
            return;
        }

        if (jobs.TryAdd(job.Id, job))
        {
            order.Enqueue(job.Id);
            Trim();
        }
        else
        {
            jobs[job.Id] = job;
        }
    }

    private void Trim()
    {
        while (order.Count > Most && order.TryDequeue(out var oldest))
        {
            jobs.TryRemove(oldest, out _);
        }
    }
}
