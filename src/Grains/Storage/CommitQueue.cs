namespace GrainJobs.Storage;

/// <summary>
/// Writes in order of arrival, bounded. A lane takes what is waiting as a batch sorted by key, without writes whose key another batch
/// holds or an earlier write of the same batch has; those come next. Beside a commit under way a second one begins only when enough waits, or the first is
/// slow: two half commits cost more than one.
/// </summary>
internal sealed class CommitQueue(CommitOptions options, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> busy = new(StringComparer.Ordinal);
    private readonly Stack<TaskCompletionSource> idle = new();
    private readonly List<PendingWrite> waiting = [];
    private readonly HashSet<PendingWrite> taken = [];
    private int count;
    private long bytes;
    private int committing;
    private bool laneOnItsWay;
    private bool looksAgain;
    private bool isOverdue;
    private bool closed;

    /// <summary>Writes waiting or committing.</summary>
    internal int Count => Volatile.Read(ref count);

    // Whether what waits, if anything does, should wait for the end of the commit under way.
    private bool TooFew =>
        waiting.Count > 0 && waiting.Count < options.FewestBeside && committing > 0 && !isOverdue && !closed;

    /// <summary>Takes all of them, or none when there is no room.</summary>
    internal bool TryAdd(ReadOnlySpan<PendingWrite> writes)
    {
        long size = 0;
        foreach (PendingWrite write in writes)
        {
            size += write.Size;
        }

        lock (gate)
        {
            if (closed || (count > 0 && (count + writes.Length > options.QueuedWrites || bytes + size > options.QueuedBytes)))
            {
                return false;
            }

            count += writes.Length;
            bytes += size;
            waiting.AddRange(writes);
            WakeOne();
            return true;
        }
    }

    /// <summary>The next batch; null when the queue is closed and empty.</summary>
    internal async Task<PendingWrite[]?> Take()
    {
        while (true)
        {
            TaskCompletionSource wake;
            lock (gate)
            {
                laneOnItsWay = false;
                if (TooFew)
                {
                    LookAgain();
                }
                else if (Gather() is { Length: > 0 } batch)
                {
                    committing++;
                    isOverdue = false;
                    WakeOne();
                    return batch;
                }

                if (closed && waiting.Count == 0)
                {
                    return null;
                }

                wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
                idle.Push(wake);
            }

            await wake.Task;
        }
    }

    /// <summary>A batch has been committed, but for writes that go on apart. The lane comes for the next one itself: no other is woken for it.</summary>
    internal void Done(PendingWrite[] batch)
    {
        lock (gate)
        {
            committing--;
            laneOnItsWay = true;
            Release(batch);
        }
    }

    /// <summary>Settled writes: their keys are free again.</summary>
    internal void Release(PendingWrite[] settled)
    {
        lock (gate)
        {
            foreach (PendingWrite write in settled)
            {
                busy.Remove(write.Key);
                taken.Remove(write);
                Leave(write);
            }

            WakeOne();
        }
    }

    /// <summary>What is past its time limit, waiting or committing.</summary>
    internal PendingWrite[] Late(long now)
    {
        lock (gate)
        {
            return count == 0 ? [] : [.. waiting.Concat(taken).Where(write => write.Deadline < now && !write.IsSettled)];
        }
    }

    /// <summary>Takes no more writes; lanes end when what waits is taken.</summary>
    internal void Close()
    {
        lock (gate)
        {
            closed = true;
            while (idle.TryPop(out TaskCompletionSource? lane))
            {
                lane.SetResult();
            }
        }
    }

    private PendingWrite[] Gather()
    {
        List<PendingWrite> batch = [];
        List<PendingWrite> held = [];
        long size = 0;
        int next = 0;
        for (; next < waiting.Count && batch.Count < options.BatchWrites; next++)
        {
            PendingWrite write = waiting[next];
            if (batch.Count > 0 && size + write.Size > options.BatchBytes)
            {
                break;
            }

            if (write.IsSettled)
            {
                Leave(write);
            }
            else if (busy.Add(write.Key))
            {
                batch.Add(write);
                taken.Add(write);
                size += write.Size;
            }
            else
            {
                held.Add(write);
            }
        }

        waiting.RemoveRange(0, next);
        waiting.InsertRange(0, held);
        batch.Sort(static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        return [.. batch];
    }

    private void Leave(PendingWrite write)
    {
        count--;
        bytes -= write.Size;
    }

    // One lane at a time: it takes all there is, and wakes the next when it had to leave something.
    private void WakeOne()
    {
        if (waiting.Count == 0 || laneOnItsWay)
        {
            return;
        }

        if (TooFew)
        {
            LookAgain();
        }
        else if (idle.TryPop(out TaskCompletionSource? lane))
        {
            laneOnItsWay = true;
            lane.SetResult();
        }
    }

    // The end of the commit under way wakes a lane; a slow one is not waited for.
    private void LookAgain()
    {
        if (!looksAgain)
        {
            looksAgain = true;
            _ = LookAfterwards();
        }
    }

    private async Task LookAfterwards()
    {
        await Task.Delay(options.LongCommit, time);
        lock (gate)
        {
            looksAgain = false;
            isOverdue = waiting.Count > 0;
            WakeOne();
        }
    }
}
