namespace GrainJobs.Queues;

/// <summary>
/// All ready entries of a queue: a line for each lane and concurrency key, and the heads of the lines that may be served, in order, per lane. Keys take turns.
/// </summary>
internal sealed class ReadyLines(int window)
{
    private readonly Dictionary<QueueLine, ReadyLine> lines = [];
    private readonly Dictionary<string, HashSet<ReadyLine>> linesOfKey = [];
    private readonly Dictionary<string, SortedSet<LineHead>> heads = [];
    private readonly KeyTurns turns = new();
    private readonly Dictionary<string, QueueEntry> known = [];
    private readonly HashSet<string> blockedKeys = [];

    public int Count => known.Count;

    /// <summary>Lanes with an entry that may be served.</summary>
    public IReadOnlyCollection<string> OpenLanes => [.. heads.Where(head => head.Value.Count > 0).Select(head => head.Key)];

    public IEnumerable<ReadyLine> Starving => lines.Values.Where(line => line.NeedsRefill);

    /// <summary>The lines these were taken from that want to be read on.</summary>
    public IReadOnlyList<ReadyLine> StarvingAmong(IEnumerable<QueueEntry> taken) =>
        [.. taken.Select(entry => lines.GetValueOrDefault(new(entry.Lane, entry.Key))).OfType<ReadyLine>().Distinct().Where(line => line.NeedsRefill)];

    public bool Contains(string id) => known.ContainsKey(id);

    public bool HasBeyond => lines.Values.Any(line => line.Horizon is not null);

    public ReadyLine Line(QueueLine line)
    {
        if (!lines.TryGetValue(line, out var found))
        {
            lines[line] = found = new(line, window);
            var ofKey = LinesOf(line.Key);
            found.Turn = ofKey.FirstOrDefault()?.Turn ?? turns.Of(line.Key);
            ofKey.Add(found);
            linesOfKey[line.Key] = ofKey;
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

    /// <summary>Takes an entry out to be granted. With several keys in line it is the next one's turn.</summary>
    public void Serve(QueueEntry entry)
    {
        var isShared = linesOfKey.Count > 1;
        Remove(entry.Id);
        if (isShared)
        {
            Advance(entry.Key);
        }
    }

    /// <summary>The first entry that may be served among the lanes (empty: all); null when there is none.</summary>
    public QueueEntry? First(ReadOnlySpan<string> lanes)
    {
        LineHead? best = null;
        if (lanes.IsEmpty)
        {
            foreach (var head in heads.Values)
            {
                best = Earlier(best, head.Min);
            }

            return best?.Entry;
        }

        foreach (var lane in lanes)
        {
            best = heads.TryGetValue(lane, out var head) ? Earlier(best, head.Min) : best;
        }

        return best?.Entry;
    }

    /// <summary>Entries of a key are passed over until it is unblocked.</summary>
    public void Block(string key)
    {
        if (key.Length > 0 && blockedKeys.Add(key))
        {
            foreach (var line in LinesOf(key))
            {
                Replace(line, line.First, null);
            }
        }
    }

    public void Unblock(string key)
    {
        if (blockedKeys.Remove(key))
        {
            foreach (var line in LinesOf(key))
            {
                Replace(line, null, line.First);
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
            Replace(line, before, after);
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
            turns.Leave(line.Line.Key);
        }
    }

    private void Advance(string key)
    {
        turns.Advance(key);
        if (!linesOfKey.ContainsKey(key))
        {
            turns.Leave(key);
        }

        foreach (var line in LinesOf(key))
        {
            var first = blockedKeys.Contains(key) ? null : line.First;
            Replace(line, first, null);
            line.Turn = turns.Of(key);
            Replace(line, null, first);
        }
    }

    private HashSet<ReadyLine> LinesOf(string key) => linesOfKey.GetValueOrDefault(key) ?? [];

    private void Replace(ReadyLine line, QueueEntry? before, QueueEntry? after)
    {
        var head = Head(line.Line.Lane);
        if (before is not null)
        {
            head.Remove(new(before, line.Turn));
        }

        if (after is not null)
        {
            head.Add(new(after, line.Turn));
        }

        if (head.Count == 0)
        {
            heads.Remove(line.Line.Lane);
        }
    }

    private SortedSet<LineHead> Head(string lane)
    {
        if (!heads.TryGetValue(lane, out var head))
        {
            heads[lane] = head = [];
        }

        return head;
    }

    private static LineHead Earlier(LineHead? one, LineHead other) => one is { } best && best.CompareTo(other) <= 0 ? best : other;
}
