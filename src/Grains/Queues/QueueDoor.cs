using GrainJobs.Leases;

namespace GrainJobs.Queues;

/// <summary>The way into a queue for those in the same process: its turns, without a message.</summary>
/// <param name="turns">The scheduler of that activation.</param>
internal sealed class QueueDoor(QueueGrain queue, TaskScheduler turns)
{
    /// <inheritdoc cref="QueueGrain.GrantNew"/>
    public Task<bool> GrantNew(QueueEntry entry, bool evenBesideOthers, Func<LeaseToken, Task<HeldLease?>> create) =>
        Task.Factory.StartNew(() => queue.GrantNew(entry, evenBesideOthers, create), CancellationToken.None, TaskCreationOptions.DenyChildAttach, turns).Unwrap();
}
