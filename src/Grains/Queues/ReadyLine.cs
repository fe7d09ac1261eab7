namespace GrainJobs.Queues;

/// <summary>
/// One ordered line with a bounded window over the index: memory holds its head; what lies beyond the horizon is read when the head runs low.
/// </summary>
internal sealed class ReadyLine(QueueLine line, int window)
{
    private readonly SortedSet<QueueEntry> head = new(EntryOrder.Instance);
    private List<QueueEntry>? cameDuringRefill;

    public QueueLine Line => line;

    /// <summary>The last place known to be in memory; what comes after it is in the rows only. Absent: everything is in memory.</summary>
    public QueueEntry? Horizon { get; private set; }

    /// <summary>The turn of its key, as its head stands among the others.</summary>
    public long Turn { get; set; }

    public int Count => head.Count;

    public bool IsEmpty => head.Count == 0;

    public QueueEntry? First => head.Min;

    /// <summary>Rows beyond the horizon are wanted and not being read yet.</summary>
    public bool NeedsRefill => Horizon is not null && cameDuringRefill is null && head.Count <= window / 4;

    /// <summary>Nothing in memory and nothing in the rows.</summary>
    public bool IsDone => head.Count == 0 && Horizon is null && cameDuringRefill is null;

    /// <summary>Everything after this place is unknown to memory.</summary>
    public void SetHorizon(QueueEntry horizon) => Horizon = horizon;

    /// <summary>Takes an entry in; false when it lies beyond the horizon. Over the window the last one leaves memory.</summary>
    public bool Add(QueueEntry entry, out QueueEntry? evicted)
    {
        evicted = null;
        if (Horizon is not null && EntryOrder.Instance.Compare(entry, Horizon) > 0)
        {
            cameDuringRefill?.Add(entry);
            return false;
        }

        if (!head.Add(entry))
        {
            return false;
        }

        if (head.Count > window)
        {
            evicted = head.Max!;
            head.Remove(evicted);
            Horizon = head.Max;
            cameDuringRefill?.Add(evicted);
        }

        return true;
    }

    public bool Remove(QueueEntry entry) => head.Remove(entry);

    /// <summary>The caller reads the rows after the horizon; what is added meanwhile is remembered.</summary>
    public int BeginRefill()
    {
        cameDuringRefill = [];
        return window - head.Count;
    }

    /// <summary>What was read: the last place, the entries that are new, and whether the rows end there. Answers what came meanwhile.</summary>
    public IReadOnlyList<QueueEntry> EndRefill(QueueEntry? last, IReadOnlyList<QueueEntry> fresh, bool isEnd)
    {
        var late = cameDuringRefill ?? [];
        cameDuringRefill = null;
        Horizon = isEnd ? null : last ?? Horizon;
        foreach (var entry in fresh)
        {
            head.Add(entry);
        }

        return late;
    }

    /// <summary>The read failed: it is tried again later.</summary>
    public void AbandonRefill() => cameDuringRefill = null;
}
