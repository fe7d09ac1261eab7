namespace GrainJobs.Queues;

/// <summary>The first of a line, with the turn of its key: among equal priorities the key with the earlier turn goes first, then the entry that waits longer.</summary>
internal readonly record struct LineHead(QueueEntry Entry, long Turn) : IComparable<LineHead>
{
    public int CompareTo(LineHead other)
    {
        var byPriority = other.Entry.Priority.CompareTo(Entry.Priority);
        var byTurn = byPriority != 0 ? byPriority : Turn.CompareTo(other.Turn);
        return byTurn != 0 ? byTurn : EntryOrder.Instance.Compare(Entry, other.Entry);
    }
}
