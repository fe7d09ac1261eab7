using System.Collections.Concurrent;
using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Jobs;

/// <summary>
/// Starts of jobs that a batch leases and whose own rows do not show it yet. They are written together with what the holder does next; a row that
/// was edited meanwhile, and not started, is started anew as it is then. A deferred state keeps the version of its row: it is none of its own.
/// </summary>
internal sealed class DeferredStarts
{
    private readonly ConcurrentDictionary<JobId, JobChange> starts = new();

    /// <summary>The start of a queued job, to be deferred; null when it can't be started.</summary>
    public static JobChange? Start(Job row, WorkerId worker, LeaseToken token, DateTimeOffset now) =>
        JobLifecycle.Start(row, worker, token, now) is { IsRefused: false, Value: { } start } ? start with { Next = start.Next with { Version = row.Version } } : null;

    /// <summary>As a write of its own.</summary>
    public static JobChange Written(JobChange start) => start with { Next = start.Next with { Version = start.Before!.Version + 1 } };

    public void Add(JobChange start) => starts[start.Next.Id] = start;

    public void Remove(JobId id, LeaseToken token)
    {
        if (Find(id, token) is { } start)
        {
            starts.TryRemove(new(id, start));
        }
    }

    public JobChange? Find(JobId id, LeaseToken token) => starts.TryGetValue(id, out var start) && start.Next.Lease?.Token == token ? start : null;

    /// <summary>The start behind that very state; null when it is a row's.</summary>
    public JobChange? Behind(Job job) => starts.TryGetValue(job.Id, out var start) && ReferenceEquals(start.Next, job) ? start : null;

    /// <summary>A row as the holder of a lease has to see it: started, when its batch still holds it.</summary>
    public Job Seen(Job row, LeaseToken holder)
    {
        if (Find(row.Id, holder) is not { } start || row.Status != JobStatus.Queued || row.Attempt + 1 != start.Next.Attempt)
        {
            return row;
        }

        if (row.Version == start.Before!.Version)
        {
            return start.Next;
        }

        var lease = start.Next.Lease!;
        return Start(row, lease.Worker, lease.Token, lease.GrantedAt) is { } again && starts.TryUpdate(row.Id, again, start) ? again.Next : row;
    }
}
