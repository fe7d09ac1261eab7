using System.Collections.Concurrent;

namespace GrainJobs.Jobs;

/// <summary>Every state that a watcher was told.</summary>
internal sealed class SeenJobs : IJobObserver
{
    public ConcurrentQueue<Job> All { get; } = new();

    public Task Changed(Job[] jobs)
    {
        Array.ForEach(jobs, All.Enqueue);
        return Task.CompletedTask;
    }
}
