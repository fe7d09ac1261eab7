namespace GrainJobs.Queues;

/// <summary>The rows as a plain sorted list beside the real window, with everything that happens to a queue at random moments.</summary>
internal sealed class ReadyLinesModel(int window)
{
    private static readonly string[] Lanes = ["a", "b"];
    private static readonly string[] Keys = ["", "k", "l"];

    private readonly ReadyLines lines = new(window);
    private readonly Dictionary<string, QueueEntry> rows = [];
    private readonly HashSet<string> untold = [];
    private readonly Dictionary<string, QueueEntry> taken = [];
    private (ReadyLine Line, QueueEntry? After, int Asked, List<QueueEntry>? Read)? refill;
    private int made;

    public void Step(int kind, int one, int other)
    {
        switch (kind)
        {
            case 0 or 1 or 2 or 3:
                Tell(Insert(one, other));
                break;
            case 4:
                untold.Add(Insert(one, other).Id);
                break;
            case 5:
                Take(one);
                break;
            case 6:
                Withdraw(one);
                break;
            case 7:
                BeginRefill(one);
                break;
            case 8:
                ReadRows();
                break;
            case 9:
                EndRefill(isFailed: one % 4 == 0);
                break;
            case 10:
                Toggle(Keys[1 + (one % 2)]);
                break;
            default:
                PutBack(one);
                break;
        }
    }

    /// <summary>The head of a line is never behind a waiting entry that the queue was told of.</summary>
    public void CheckHeads()
    {
        foreach (var group in rows.Values.Where(entry => !untold.Contains(entry.Id)).GroupBy(entry => new QueueLine(entry.Lane, entry.Key)))
        {
            if (lines.Line(group.Key).First is { } first && EntryOrder.Instance.Compare(first, group.Min(EntryOrder.Instance)) > 0)
            {
                throw new InvalidOperationException($"{first} stands before {group.Min(EntryOrder.Instance)}");
            }
        }

        if (lines.Count > Lanes.Length * Keys.Length * 2 * window)
        {
            throw new InvalidOperationException($"{lines.Count} entries in memory with a window of {window}");
        }
    }

    /// <summary>With all news told and all reads done, exactly the waiting rows come out, in order.</summary>
    public void CheckDrained()
    {
        EndRefill(isFailed: false);
        lines.UnblockAll();
        foreach (var id in untold)
        {
            lines.Add(rows[id]);
        }

        string[] expected = [.. rows.Values.Order(EntryOrder.Instance).Select(entry => entry.Id)];
        var order = new List<string>();
        while (Next() is { } entry)
        {
            lines.Remove(entry.Id);
            if (rows.Remove(entry.Id))
            {
                order.Add(entry.Id);
                taken[entry.Id] = entry;
            }
        }

        order.Should().Equal(expected);
        lines.Count.Should().Be(0);
        lines.HasBeyond.Should().BeFalse();
    }

    private QueueEntry? Next()
    {
        while (lines.Starving.FirstOrDefault() is { } line)
        {
            Begin(line);
            ReadRows();
            EndRefill(isFailed: false);
        }

        return lines.First([]);
    }

    private QueueEntry Insert(int one, int other)
    {
        var entry = new QueueEntry
        {
            Id = $"e{made++:D4}",
            Lane = Lanes[one % 2],
            Key = Keys[other % 3],
            Priority = one % 3,
            ReadyAt = DateTimeOffset.UnixEpoch.AddSeconds(other),
        };
        rows[entry.Id] = entry;
        return entry;
    }

    private void Tell(QueueEntry entry)
    {
        untold.Remove(entry.Id);
        lines.Add(entry);
    }

    private void Take(int one)
    {
        var lanes = one % 3 == 2 ? [] : new[] { Lanes[one % 3] };
        if (lines.First(lanes) is not { } entry)
        {
            return;
        }

        if (lines.IsBlocked(entry.Key) || (lanes.Length > 0 && !lanes.Contains(entry.Lane)) || !lines.Remove(entry.Id))
        {
            throw new InvalidOperationException($"{entry} must not be served");
        }

        untold.Remove(entry.Id);
        if (rows.Remove(entry.Id))
        {
            taken[entry.Id] = entry;
        }
    }

    private void Withdraw(int one)
    {
        if (rows.Count > 0)
        {
            var entry = rows.Values.ElementAt(one % rows.Count);
            rows.Remove(entry.Id);
            untold.Remove(entry.Id);
            lines.Remove(entry.Id);
        }
    }

    private void PutBack(int one)
    {
        if (taken.Count > 0)
        {
            var entry = taken.Values.ElementAt(one % taken.Count);
            taken.Remove(entry.Id);
            rows[entry.Id] = entry;
            Tell(entry);
        }
    }

    private void Toggle(string key)
    {
        if (lines.IsBlocked(key))
        {
            lines.Unblock(key);
        }
        else
        {
            lines.Block(key);
        }
    }

    private void BeginRefill(int one)
    {
        ReadyLine[] starving = [.. lines.Starving];
        if (refill is null && starving.Length > 0)
        {
            Begin(starving[one % starving.Length]);
        }
    }

    private void Begin(ReadyLine line) => refill = (line, line.Horizon, line.BeginRefill(), null);

    private void ReadRows()
    {
        if (refill is { Read: null } begun)
        {
            var after = rows.Values.Where(entry => new QueueLine(entry.Lane, entry.Key) == begun.Line.Line)
                .Where(entry => begun.After is null || EntryOrder.Instance.Compare(entry, begun.After) > 0)
                .Order(EntryOrder.Instance);
            refill = begun with { Read = [.. after.Take(begun.Asked)] };
        }
    }

    private void EndRefill(bool isFailed)
    {
        ReadRows();
        if (refill is not { Read: { } read } ready)
        {
            return;
        }

        refill = null;
        if (isFailed)
        {
            ready.Line.AbandonRefill();
        }
        else
        {
            lines.Refill(ready.Line, read, read.Count < ready.Asked, taken.ContainsKey);
        }
    }
}
