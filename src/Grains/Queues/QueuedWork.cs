namespace GrainJobs.Queues;

/// <summary>Which kind of work a queue holds: builds in the queue of builds, jobs in all others.</summary>
internal sealed class QueuedWork(Jobs.QueuedJobs jobs, Builds.QueuedBuilds builds)
{
    public IQueuedWork For(QueueName queue) => queue == QueueName.Builds ? builds : jobs;
}
