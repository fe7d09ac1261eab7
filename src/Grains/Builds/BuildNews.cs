using GrainJobs.Projects;
using GrainJobs.Queues;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>After a commit, tells the queue, the worker and the project. All of it may be lost; the rows are looked at again.</summary>
internal sealed class BuildNews(QueueCourier queues, WorkerCourier workers, IGrainFactory grains)
{
    public void Tell(BuildChange change)
    {
        var (before, after) = (change.Before, change.Next);
        if (before?.Lease is { } lease && after.Lease?.Token != lease.Token)
        {
            queues.Settled(QueueName.Builds, lease.Token);
            TellWorker(lease, change.WentSilent);
        }

        if (after.IsInLine && before?.IsInLine != true)
        {
            queues.Ready(QueueName.Builds, after.ToEntry());
        }
        else if (before?.IsInLine == true && after.IsFinished)
        {
            queues.Withdrawn(QueueName.Builds, after.Id.Value);
        }

        if (after.Spec.ProjectId is { } project && (after.StartedAt != before?.StartedAt || (after.IsFinished && before?.IsFinished != true)))
        {
            _ = grains.GetGrain<IProjectGrain>(project).BuildChanged(after.Id.Value);
        }
    }

    private void TellWorker(Leases.Lease lease, bool wentSilent)
    {
        workers.TellSettled(lease.Worker, lease.Token);
        if (wentSilent)
        {
            _ = grains.GetGrain<IWorkerGrain>(lease.Worker.Value).WentSilent(lease.Token);
        }
    }
}
