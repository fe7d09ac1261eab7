namespace GrainJobs.Queues;

/// <summary>The near future of a queue: what becomes due within a minute or two, up to a bound. What lies beyond is in the rows.</summary>
internal sealed class ScheduledEntries
{
    public const int Most = 10_000;

    public static readonly TimeSpan Ahead = TimeSpan.FromSeconds(60);

    /// <summary>So much of the future is known whenever the upkeep ends, and until it runs again.</summary>
    public static readonly TimeSpan FillBefore = TimeSpan.FromSeconds(30);

    private readonly SortedSet<QueueEntry> soon = new(DueOrder.Instance);
    private readonly Dictionary<string, QueueEntry> byId = [];
    private DateTimeOffset knownUntil;

    public int Count => soon.Count;

    public DateTimeOffset? NextDue => soon.Min?.ReadyAt;

    /// <summary>Whether too little is known for as long as nobody looks again.</summary>
    public bool NeedsFill(DateTimeOffset now, TimeSpan looksAgainIn) => knownUntil - now < FillBefore + looksAgainIn;

    /// <summary>Everything due before this instant is in memory.</summary>
    public void Fill(IEnumerable<QueueEntry> read, DateTimeOffset until)
    {
        knownUntil = until;
        foreach (var entry in read)
        {
            Remove(entry.Id);
            Put(entry);
        }
    }

    public void Add(QueueEntry entry)
    {
        Remove(entry.Id);
        if (entry.ReadyAt <= knownUntil)
        {
            Put(entry);
        }

        if (soon.Count > 2 * Most)
        {
            var last = soon.Max!;
            Remove(last.Id);
            knownUntil = soon.Max!.ReadyAt;
        }
    }

    public void PutBack(IEnumerable<QueueEntry> entries)
    {
        foreach (var entry in entries)
        {
            Put(entry);
        }
    }

    public void Remove(string id)
    {
        if (byId.Remove(id, out var entry))
        {
            soon.Remove(entry);
        }
    }

    public List<QueueEntry> TakeDue(DateTimeOffset now, int most)
    {
        var due = new List<QueueEntry>();
        while (due.Count < most && soon.Min is { } first && first.ReadyAt <= now)
        {
            Remove(first.Id);
            due.Add(first);
        }

        return due;
    }

    private void Put(QueueEntry entry)
    {
        if (byId.TryAdd(entry.Id, entry))
        {
            soon.Add(entry);
        }
    }

    private sealed class DueOrder : IComparer<QueueEntry>
    {
        public static readonly DueOrder Instance = new();

        public int Compare(QueueEntry? x, QueueEntry? y)
        {
            var byTime = x!.ReadyAt.CompareTo(y!.ReadyAt);
            return byTime != 0 ? byTime : string.CompareOrdinal(x.Id, y.Id);
        }
    }
}
