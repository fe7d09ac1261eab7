namespace GrainJobs.Queues;

/// <summary>
/// The rate of each concurrency key: a bucket for each that was granted lately. One that is full again is forgotten, so that there are never more than were
/// granted within the time a bucket takes to fill.
/// </summary>
internal sealed class KeyRates
{
    private const int FewBuckets = 1_000;

    private readonly Dictionary<string, RateLimit> buckets = [];
    private readonly PriorityQueue<string, DateTimeOffset> waiting = new();
    private readonly HashSet<string> waits = [];
    private int sweepAt = FewBuckets;

    /// <summary>Grants per second and key; absent: any number. A new one begins with full buckets.</summary>
    public double? PerSecond
    {
        get;
        set
        {
            field = value;
            buckets.Clear();
            waiting.Clear();
            waits.Clear();
        }
    }

    /// <summary>How many are remembered.</summary>
    public int Count => buckets.Count;

    /// <summary>When the next key that had to wait may go.</summary>
    public DateTimeOffset? NextDue => waiting.TryPeek(out _, out var due) ? due : null;

    /// <summary>Whether one of this key may go now.</summary>
    public bool MayGo(string key, DateTimeOffset now) => PerSecond is null || !buckets.TryGetValue(key, out var bucket) || bucket.Available(now) >= 1;

    /// <summary>One of this key goes.</summary>
    public void Spend(string key, DateTimeOffset now)
    {
        if (PerSecond is not { } perSecond)
        {
            return;
        }

        if (!buckets.TryGetValue(key, out var bucket))
        {
            Sweep(now);
            buckets[key] = bucket = new(perSecond);
        }

        _ = bucket.Available(now);
        bucket.Spend(1);
    }

    /// <summary>The key is passed over until <see cref="TakeDue"/> names it.</summary>
    public void Await(string key, DateTimeOffset now)
    {
        if (buckets.TryGetValue(key, out var bucket) && waits.Add(key))
        {
            waiting.Enqueue(key, now + bucket.UntilNext);
        }
    }

    /// <summary>Keys whose wait is over.</summary>
    public IReadOnlyList<string> TakeDue(DateTimeOffset now)
    {
        if (NextDue is not { } next || next > now)
        {
            return [];
        }

        List<string> due = [];
        while (waiting.TryPeek(out var key, out var at) && at <= now)
        {
            waiting.Dequeue();
            waits.Remove(key);
            due.Add(key);
        }

        return due;
    }

    /// <summary>Whether nothing of what was granted lately counts any more.</summary>
    public bool AreFull(DateTimeOffset now) => waits.Count == 0 && buckets.Values.All(bucket => bucket.IsFull(now));

    private void Sweep(DateTimeOffset now)
    {
        if (buckets.Count < sweepAt)
        {
            return;
        }

        foreach (var (key, bucket) in buckets.ToArray())
        {
            if (bucket.IsFull(now) && !waits.Contains(key))
            {
                buckets.Remove(key);
            }
        }

        sweepAt = Math.Max(FewBuckets, 2 * buckets.Count);
    }
}
