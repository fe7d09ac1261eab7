using System.Collections.Concurrent;

namespace GrainJobs.Queues;

/// <summary>The queues that are active on this silo.</summary>
internal sealed class QueueDoors
{
    private readonly ConcurrentDictionary<QueueName, QueueDoor> doors = new();

    public void Open(QueueName queue, QueueDoor door) => doors[queue] = door;

    public void Close(QueueName queue, QueueDoor door) => doors.TryRemove(new(queue, door));

    public QueueDoor? Find(QueueName queue) => doors.GetValueOrDefault(queue);
}
