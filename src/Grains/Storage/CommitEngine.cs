using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Storage;

/// <summary>Group commit. Lanes take what is waiting and commit it as one transaction; the next batch gathers meanwhile.</summary>
internal sealed partial class CommitEngine : ICommitEngine, IAsyncDisposable
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WatchIdleEvery = TimeSpan.FromSeconds(1);

    private readonly CommitOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<CommitEngine> logger;
    private readonly CommitQueue queue;
    private readonly CommitMetrics metrics;
    private readonly CommitLane lane;
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource stopWatch = new();
    private readonly Task lanes;
    private readonly Task watch;

    /// <param name="time">Real time, whatever clock the rules have: it bounds what the database takes.</param>
    public CommitEngine(ICommitStore store, CommitOptions options, TimeProvider time, IMeterFactory meters, ILogger<CommitEngine> logger)
    {
        this.options = options;
        this.time = time;
        this.logger = logger;
        queue = new(options, time);
        metrics = new(meters, () => queue.Count);
        lane = new(store, options, metrics, time, logger, stop.Token);
        lanes = Task.WhenAll(Enumerable.Range(0, options.Lanes).Select(_ => Task.Run(Run)));
        watch = Task.Run(Watch);
    }

    public Task<WriteOutcome> Commit(StoreWrite write)
    {
        if (!write.IsStorable)
        {
            return Task.FromResult(WriteOutcome.Rejected);
        }

        SingleWrite waiter = new();
        Enqueue([new(write, Deadline(), waiter, place: 0)]);
        return waiter.Task;
    }

    public Task<WriteOutcome[]> CommitAll(IReadOnlyList<StoreWrite> writes)
    {
        if (writes.Count == 0)
        {
            return Task.FromResult<WriteOutcome[]>([]);
        }

        WriteGroup waiter = new(writes.Count);
        long deadline = Deadline();
        List<PendingWrite> pending = new(writes.Count);
        for (int place = 0; place < writes.Count; place++)
        {
            if (writes[place].IsStorable)
            {
                pending.Add(new(writes[place], deadline, waiter, place));
            }
            else
            {
                waiter.Settle(place, WriteOutcome.Rejected);
            }
        }

        Enqueue(CollectionsMarshal.AsSpan(pending));
        return waiter.Settled;
    }

    private void Enqueue(ReadOnlySpan<PendingWrite> pending)
    {
        if (queue.TryAdd(pending))
        {
            return;
        }

        foreach (PendingWrite refused in pending)
        {
            metrics.Refused();
            refused.Fail(new OverloadedException());
        }
    }

    private long Deadline() => time.GetTimestamp() + (long)(options.TimeLimit.TotalSeconds * time.TimestampFrequency);

    /// <summary>Takes no more, commits what waits within the time limit, then gives up; a lane that hangs even so is left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Close();
        stop.CancelAfter(options.TimeLimit);
        await lanes.WaitAsync(options.TimeLimit * 2, time).ContinueWith(static _ => { }, TaskScheduler.Default);
        await stopWatch.CancelAsync();
        await watch;
        stopWatch.Dispose();
        stop.Dispose();
    }

    private async Task Run()
    {
        List<Task> apart = [];
        while (await queue.Take() is { } batch)
        {
            PendingWrite[] locked = await Settle(batch);
            queue.Done(locked.Length == 0 ? batch : [.. batch.Except(locked)]);
            apart.RemoveAll(static task => task.IsCompleted);
            if (locked.Length > 0)
            {
                apart.Add(SettleApart(locked));
            }
        }

        await Task.WhenAll(apart);
    }

    private async Task<PendingWrite[]> Settle(PendingWrite[] batch)
    {
        try
        {
            return await lane.Settle(batch);
        }
#pragma warning disable CA1031 // A lane must outlive any bug, and every caller must get an answer.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            LogBug(bug, batch.Length);
            Array.ForEach(batch, write => write.Fail(new StorageUnavailableException("Storage did not confirm.", bug)));
            return [];
        }
    }

    // Rows that a stranger holds must not hold up the lane.
    private async Task SettleApart(PendingWrite[] locked)
    {
        try
        {
            await lane.SettleLocked(locked);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            LogBug(bug, locked.Length);
            Array.ForEach(locked, write => write.Fail(new StorageUnavailableException("Storage did not confirm.", bug)));
        }
        finally
        {
            queue.Release(locked);
        }
    }

    /// <summary>Callers get their answer in time, also while a lane hangs in the database.</summary>
    private async Task Watch()
    {
        using PeriodicTimer timer = new(WatchEvery, time);
        while (await Next(timer))
        {
            PendingWrite[] late = queue.Late(time.GetTimestamp());
            if (late.Length > 0)
            {
                LogGaveUp(late.Length);
                Array.ForEach(late, static write => write.Fail(new StorageUnavailableException()));
            }

            timer.Period = queue.Count > 0 ? WatchEvery : WatchIdleEvery;
        }
    }

    private async ValueTask<bool> Next(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopWatch.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
