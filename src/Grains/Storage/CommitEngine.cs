using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Storage;

/// <summary>
/// Group commit. Lanes take what is waiting and commit it as one transaction; the next batch gathers meanwhile. A bad row is found by
/// halving and fails alone; an unconfirmed commit is looked up by write id before it is tried again.
/// </summary>
internal sealed partial class CommitEngine : ICommitEngine, IAsyncDisposable
{
    private readonly ICommitStore store;
    private readonly CommitOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<CommitEngine> logger;
    private readonly CommitQueue queue;
    private readonly CommitMetrics metrics;
    private readonly CancellationTokenSource stop = new();
    private readonly Task lanes;

    public CommitEngine(ICommitStore store, CommitOptions options, TimeProvider time, IMeterFactory meters, ILogger<CommitEngine> logger)
    {
        this.store = store;
        this.options = options;
        this.time = time;
        this.logger = logger;
        queue = new(options);
        metrics = new(meters, () => queue.Count);
        lanes = Task.WhenAll(Enumerable.Range(0, options.Lanes).Select(_ => Task.Run(Run)));
    }

    public Task<WriteOutcome> Commit(StoreWrite write)
    {
        if (!write.IsStorable)
        {
            return Task.FromResult(WriteOutcome.Rejected);
        }

        PendingWrite pending = new(write, time.GetTimestamp() + Ticks(options.TimeLimit));
        if (queue.TryAdd(pending))
        {
            return pending.Settled;
        }

        metrics.Refused();
        return Task.FromException<WriteOutcome>(new OverloadedException());
    }

    /// <summary>Takes no more, commits what waits within the time limit, then gives up.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Close();
        stop.CancelAfter(options.TimeLimit);
        await lanes;
        stop.Dispose();
    }

    private async Task Run()
    {
        while (await queue.Take() is { } batch)
        {
            try
            {
                await Settle(batch);
            }
#pragma warning disable CA1031 // A lane must outlive any bug, and every caller must get an answer.
            catch (Exception bug)
#pragma warning restore CA1031
            {
                LogBug(bug, batch.Length);
                Fail(batch, bug);
            }
            finally
            {
                queue.Done(batch);
            }
        }
    }

    private async Task Settle(PendingWrite[] batch)
    {
        PendingWrite[] open = FailLate(batch);
        TimeSpan pause = options.FirstPause;
        while (open.Length > 0)
        {
            try
            {
                await Attempt(open);
                return;
            }
            catch (StorageUnavailableException unconfirmed)
            {
                LogUnconfirmed(unconfirmed, open.Length);
                metrics.Retried();
            }

            await Pause(pause);
            pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;
            open = FailLate([.. open.Where(write => !write.IsSettled)]);
        }
    }

    private async Task Attempt(PendingWrite[] batch)
    {
        PendingWrite[] open = batch;
        if (open.Any(write => write.IsAmbiguous))
        {
            await Recognise([.. open.Where(write => write.IsAmbiguous)], otherwise: null);
            open = [.. open.Where(write => !write.IsSettled)];
        }

        await CommitOrHalve(open);
    }

    private async Task CommitOrHalve(PendingWrite[] batch)
    {
        if (batch.Length == 0)
        {
            return;
        }

        try
        {
            Adopt(batch, await CommitOnce(batch));
        }
        catch (BadRowException refused) when (batch.Length == 1)
        {
            LogRejected(refused, batch[0].Key);
            batch[0].Settle(WriteOutcome.Rejected);
            metrics.Settled(WriteOutcome.Rejected, 1);
        }
        catch (BadRowException)
        {
            await CommitOrHalve(batch[..(batch.Length / 2)]);
            await CommitOrHalve(batch[(batch.Length / 2)..]);
        }

        // A conflict after an unconfirmed attempt may be with ourselves: only the write id tells.
        await Recognise([.. batch.Where(write => !write.IsSettled)], WriteOutcome.Conflict);
    }

    private async Task<WriteOutcome[]> CommitOnce(PendingWrite[] batch)
    {
        long began = time.GetTimestamp();
        try
        {
            WriteOutcome[] outcomes = await store.Commit(Array.ConvertAll(batch, static pending => pending.Write), stop.Token);
            metrics.Committed(batch.Length, time.GetElapsedTime(began));
            return outcomes;
        }
        catch (StorageUnavailableException)
        {
            Array.ForEach(batch, static pending => pending.IsAmbiguous = true);
            throw;
        }
    }

    private void Adopt(PendingWrite[] batch, WriteOutcome[] outcomes)
    {
        int conflicts = 0;
        for (int index = 0; index < batch.Length; index++)
        {
            bool conflict = outcomes[index] == WriteOutcome.Conflict;
            conflicts += conflict ? 1 : 0;
            if (!conflict || !batch[index].IsAmbiguous)
            {
                batch[index].Settle(outcomes[index]);
            }
        }

        metrics.Settled(WriteOutcome.Conflict, conflicts);
        metrics.Settled(WriteOutcome.Committed, batch.Length - conflicts);
    }

    private async Task Recognise(PendingWrite[] unsure, WriteOutcome? otherwise)
    {
        if (unsure.Length == 0)
        {
            return;
        }

        bool?[] found = await store.Reconcile(Array.ConvertAll(unsure, static pending => pending.Write), stop.Token);
        for (int index = 0; index < unsure.Length; index++)
        {
            Recognise(unsure[index], found[index], otherwise);
        }
    }

    private static void Recognise(PendingWrite unsure, bool? found, WriteOutcome? otherwise)
    {
        if (found is null)
        {
            unsure.Fail(new StorageUnavailableException("The outcome of a write can't be told any more: read again."));
        }
        else if ((found.Value ? WriteOutcome.Committed : otherwise) is { } outcome)
        {
            unsure.Settle(outcome);
        }
    }

    private PendingWrite[] FailLate(PendingWrite[] batch)
    {
        long now = time.GetTimestamp();
        PendingWrite[] late = Array.FindAll(batch, write => stop.IsCancellationRequested || write.Deadline < now);
        if (late.Length == 0)
        {
            return batch;
        }

        LogGaveUp(late.Length);
        Fail(late, null);
        return Array.FindAll(batch, static write => !write.IsSettled);
    }

    private static void Fail(PendingWrite[] batch, Exception? cause)
    {
        StorageUnavailableException failure = cause is null ? new() : new("Storage did not confirm.", cause);
        Array.ForEach(batch, write => write.Fail(failure));
    }

    private async Task Pause(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, time, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the next look at the deadlines gives up.
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
