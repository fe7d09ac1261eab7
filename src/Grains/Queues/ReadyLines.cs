namespace GrainJobs.Queues;

/// <summary>All ready entries of a queue: a line for each lane and concurrency key, and the heads of the lines that may be served, in order, per lane.</summary>
internal sealed class ReadyLines(int window)
{
    private readonly Dictionary<QueueLine, ReadyLine> lines = [];
    private readonly Dictionary<string, HashSet<ReadyLine>> linesOfKey = [];
    private readonly Dictionary<string, SortedSet<QueueEntry>> heads = [];
    private readonly Dictionary<string, QueueEntry> known = [];
    private readonly HashSet<string> blockedKeys = [];

    public int Count => known.Count;

    /// <summary>Lanes with an entry that may be served.</summary>
    public IReadOnlyCollection<string> OpenLanes => [.. heads.Where(head => head.Value.Count > 0).Select(head => head.Key)];

    public IEnumerable<ReadyLine> Starving => lines.Values.Where(line => line.NeedsRefill);

    public bool Contains(string id) => known.ContainsKey(id);

    public bool HasBeyond => lines.Values.Any(line => line.Horizon is not null);

    public ReadyLine Line(QueueLine line)
    {
        if (!lines.TryGetValue(line, out var found))
        {
            lines[line] = found = new(line, window);
            if (line.Key.Length > 0)
            {
                (linesOfKey.GetValueOrDefault(line.Key) ?? (linesOfKey[line.Key] = [])).Add(found);
            }
        }

        return found;
    }

    public void Add(QueueEntry entry)
    {
        if (known.ContainsKey(entry.Id))
        {
            return;
        }

        var line = Line(new(entry.Lane, entry.Key));
        Reshape(line, () =>
        {
            if (line.Add(entry, out var evicted))
            {
                known[entry.Id] = entry;
            }

            if (evicted is not null)
            {
                known.Remove(evicted.Id);
            }
        });
    }

    public bool Remove(string id)
    {
        if (!known.Remove(id, out var entry))
        {
            return false;
        }

        var line = Line(new(entry.Lane, entry.Key));
        Reshape(line, () => line.Remove(entry));
        return true;
    }

    /// <summary>The first entry that may be served among the lanes (empty: all); null when there is none.</summary>
    public QueueEntry? First(ReadOnlySpan<string> lanes)
    {
        QueueEntry? best = null;
        if (lanes.IsEmpty)
        {
            foreach (var head in heads.Values)
            {
                best = Earlier(best, head.Min);
            }

            return best;
        }

        foreach (var lane in lanes)
        {
            best = Earlier(best, heads.GetValueOrDefault(lane)?.Min);
        }

        return best;
    }

    /// <summary>Entries of a key are passed over until it is unblocked.</summary>
    public void Block(string key)
    {
        if (key.Length > 0 && blockedKeys.Add(key))
        {
            foreach (var line in LinesOf(key))
            {
                Replace(line.Line.Lane, line.First, null);
            }
        }
    }

    public void Unblock(string key)
    {
        if (blockedKeys.Remove(key))
        {
            foreach (var line in LinesOf(key))
            {
                Replace(line.Line.Lane, null, line.First);
            }
        }
    }

    public void UnblockAll()
    {
        foreach (var key in blockedKeys.ToArray())
        {
            Unblock(key);
        }
    }

    public bool IsBlocked(string key) => blockedKeys.Contains(key);

    /// <summary>Entries read from beyond a line's horizon; those for which <paramref name="isTaken"/> are being granted already.</summary>
    public void Refill(ReadyLine line, IReadOnlyList<QueueEntry> read, bool isEnd, Func<string, bool> isTaken)
    {
        IReadOnlyList<QueueEntry> late = [];
        Reshape(line, () =>
        {
            QueueEntry[] fresh = [.. read.Where(entry => !known.ContainsKey(entry.Id) && !isTaken(entry.Id))];
            late = line.EndRefill(read.Count > 0 ? read[^1] : null, fresh, isEnd);
            foreach (var entry in fresh)
            {
                known[entry.Id] = entry;
            }
        });
        foreach (var entry in late)
        {
            Add(entry);
        }
    }

    /// <summary>Changes a line and puts its new head in the old one's place.</summary>
    private void Reshape(ReadyLine line, Action change)
    {
        var before = line.First;
        change();
        var after = line.First;
        if (!ReferenceEquals(before, after) && !blockedKeys.Contains(line.Line.Key))
        {
            Replace(line.Line.Lane, before, after);
        }

        if (line.IsDone)
        {
            Drop(line);
        }
    }

    private void Drop(ReadyLine line)
    {
        lines.Remove(line.Line);
        if (linesOfKey.TryGetValue(line.Line.Key, out var others) && others.Remove(line) && others.Count == 0)
        {
            linesOfKey.Remove(line.Line.Key);
        }
    }

    private HashSet<ReadyLine> LinesOf(string key) => linesOfKey.GetValueOrDefault(key) ?? [];

    private void Replace(string lane, QueueEntry? before, QueueEntry? after)
    {
        var head = Head(lane);
        if (before is not null)
        {
            head.Remove(before);
        }

        if (after is not null)
        {
            head.Add(after);
        }

        if (head.Count == 0)
        {
            heads.Remove(lane);
        }
    }

    private SortedSet<QueueEntry> Head(string lane)
    {
        if (!heads.TryGetValue(lane, out var head))
        {
            heads[lane] = head = new(EntryOrder.Instance);
        }

        return head;
    }

    private static QueueEntry? Earlier(QueueEntry? one, QueueEntry? other) =>
        one is null ? other : other is null || EntryOrder.Instance.Compare(one, other) <= 0 ? one : other;
}
