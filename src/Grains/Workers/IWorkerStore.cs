using GrainJobs.Storage;

namespace GrainJobs.Workers;

/// <summary>Reads of committed worker rows. Every call has a time limit and throws <see cref="StorageUnavailableException"/> when it passes.</summary>
internal interface IWorkerStore
{
    /// <summary>The worker, registered or not any more; null when it was never heard of.</summary>
    Task<WorkerRecord?> Find(WorkerId id);

    /// <summary>Registered ones with what they hold, newest first.</summary>
    Task<IReadOnlyList<WorkerStanding>> List(WorkerFilter filter);

    /// <summary>One worker with what it holds and what ended in its hands; null when it was never heard of.</summary>
    Task<WorkerStanding?> Standing(WorkerId id);

    /// <summary>Registered ones that are not offline and were seen since an instant.</summary>
    Task<long> CountOnline(DateTimeOffset seenSince);
}
