namespace GrainJobs.Queues;

/// <summary>The order of a line: higher priority, then ready longer, then id.</summary>
internal sealed class EntryOrder : IComparer<QueueEntry>
{
    public static readonly EntryOrder Instance = new();

    public int Compare(QueueEntry? x, QueueEntry? y)
    {
        if (ReferenceEquals(x, y) || x is null || y is null)
        {
            return ReferenceEquals(x, y) ? 0 : x is null ? -1 : 1;
        }

        var byPriority = y.Priority.CompareTo(x.Priority);
        if (byPriority != 0)
        {
            return byPriority;
        }

        var byTime = x.ReadyAt.CompareTo(y.ReadyAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(x.Id, y.Id);
    }
}
