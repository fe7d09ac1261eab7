using GrainJobs.Queues;
using GrainJobs.Workers;

namespace GrainJobs.Jobs;

/// <summary>After a commit, tells the queue, the worker, watchers, dependents and the callback. All of it may be lost; the rows are looked at again.</summary>
internal sealed class JobNews(QueueCourier queues, WorkerCourier workers, JobHub hub, JobFollowUps followUps, JobMeter meter)
{
    public void Tell(JobChange change)
    {
        var (before, after) = (change.Before, change.Next);
        TellQueue(before, after);
        hub.Publish(after);
        meter.Count(change);
        if (before?.Lease is { } lease && after.Lease?.Token != lease.Token && !lease.Worker.IsSilo)
        {
            workers.TellSettled(lease.Worker, lease.Token);
        }

        if (after.IsFinished && before?.IsFinished != true && (after.HasDependents || after.CallbackDue))
        {
            followUps.Add(after);
        }
    }

    /// <summary>A change that was written as a part of another tells nothing of its own: it only counts.</summary>
    public void Count(JobChange part) => meter.Count(part);

    private void TellQueue(Job? before, Job after)
    {
        if (after.IsTracked)
        {
            return;
        }

        var queue = after.Spec.Queue;
        if (before?.Lease is { } lease && after.Lease?.Token != lease.Token)
        {
            queues.Settled(queue, lease.Token);
        }

        switch (after.Status)
        {
            case JobStatus.Queued when before?.Status != JobStatus.Queued || before.IsTracked:
                queues.Ready(queue, after.ToEntry());
                break;
            case JobStatus.Scheduled:
                queues.Scheduled(queue, after.ToEntry());
                break;
            case JobStatus.Processing when after.CancelRequestedAt is not null && before?.CancelRequestedAt is null:
                queues.CancelRequested(queue, after.Lease!.Token);
                break;
            case JobStatus.Cancelled or JobStatus.Error when before?.Status is JobStatus.Queued or JobStatus.Scheduled:
                queues.Withdrawn(queue, after.Id.Value);
                break;
            default:
                break;
        }
    }
}
