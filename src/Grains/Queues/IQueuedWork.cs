using GrainJobs.Leases;

namespace GrainJobs.Queues;

/// <summary>What a queue asks of what it queues: jobs and builds alike.</summary>
internal interface IQueuedWork
{
    Task<IReadOnlyList<QueueLine>> Lines(QueueName queue, QueueLine? after, int limit);

    Task<IReadOnlyList<QueueEntry>> Ready(QueueName queue, QueueLine line, QueueEntry? after, int limit);

    Task<IReadOnlyList<QueueEntry>> LongestWaiting(QueueName queue, DateTimeOffset readyBefore, int limit);

    Task<IReadOnlyList<QueueEntry>> Scheduled(QueueName queue, DateTimeOffset dueBefore, int limit);

    Task<IReadOnlyList<HeldLease>> Held(QueueName queue, DateTimeOffset now, int limit);

    Task<IReadOnlyDictionary<Jobs.JobStatus, long>> Counts(QueueName queue);

    Task<PlaceInLine> Position(QueueName queue, QueueEntry entry);

    /// <summary>Grants one entry: select and assign are one step of the queue and the job.</summary>
    Task<StartOutcome> Start(QueueEntry entry, LeaseRequest request, LeaseToken token);

    /// <summary>Ends a lease without its worker's report.</summary>
    Task End(HeldLease lease, LeaseEnd end);

    /// <summary>Takes a lease back unharmed: its grant never reached the worker.</summary>
    Task TakeBack(HeldLease lease);

    /// <summary>The entry of a waiting job or build; none when it does not wait.</summary>
    Task<IReadOnlyList<QueueEntry>> Find(string id);

    /// <summary>Moves a due entry from scheduled to queued.</summary>
    Task Promote(QueueEntry entry);

    /// <summary>A grant that can never succeed: the work fails with "Assignment failed: reason".</summary>
    Task FailAssignment(QueueEntry entry, string reason);

    /// <summary>Adds to granted leases what the worker needs beside the row.</summary>
    Task<LeaseGrant[]> Complete(LeaseGrant[] grants);
}
