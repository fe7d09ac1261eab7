using System.Collections.Concurrent;

namespace GrainJobs.Jobs;

/// <summary>
/// Unfinished jobs this silo committed lately: a copy that saves reads. A stale one costs a refused write and a read, no more. When it is full, those that
/// came first stay, for a minute: they are next in line, and to keep what came last would renew all of it with every burst.
/// </summary>
internal sealed class RecentJobs
{
    internal const int Most = 50_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<JobId, Entry> jobs = new();
    private readonly Queue<Entry> order = new();
    private readonly Lock gate = new();
    private int count;

    /// <summary>How many are kept.</summary>
    public int Count => Volatile.Read(ref count);

    public Job? Find(JobId id) => jobs.GetValueOrDefault(id)?.Job;

    public void Forget(JobId id)
    {
        if (jobs.TryRemove(id, out var entry))
        {
            Leave(entry);
        }
    }

    public void Keep(Job job)
    {
        if (job.IsFinished || job.IsTracked)
        {
            Forget(job.Id);
        }
        else if (jobs.TryGetValue(job.Id, out var known))
        {
            known.Job = job;
        }
        else
        {
            Admit(new(job));
        }
    }

    private void Admit(Entry newcomer)
    {
        lock (gate)
        {
            MakeRoom(newcomer.Job);
            if (count < Most && jobs.TryAdd(newcomer.Job.Id, newcomer))
            {
                Interlocked.Increment(ref count);
                order.Enqueue(newcomer);
            }
        }
    }

    /// <summary>A job that runs will be asked for with its end, so it gets a place whoever has to go.</summary>
    private void MakeRoom(Job newcomer)
    {
        while (order.TryPeek(out var first) && (first.IsGone || order.Count >= 2 * Most || (count >= Most && MayReplace(newcomer, first))))
        {
            order.Dequeue();
            if (jobs.TryRemove(new(first.Job.Id, first)))
            {
                Leave(first);
            }
        }
    }

    private static bool MayReplace(Job newcomer, Entry first) => newcomer.Status == JobStatus.Processing || newcomer.UpdatedAt - first.Since >= Longest;

    private void Leave(Entry entry)
    {
        entry.IsGone = true;
        Interlocked.Decrement(ref count);
    }

    private sealed class Entry(Job job)
    {
        private volatile Job job = job;

        public Job Job
        {
            get => job;
            set => job = value;
        }

        public DateTimeOffset Since { get; } = job.UpdatedAt;

        public bool IsGone { get; set; }
    }
}
