using Microsoft.Extensions.Logging;

namespace GrainJobs.Storage;

/// <summary>
/// Settles batches: a bad or locked row is found by halving, so that it fails or waits alone; an unconfirmed commit is looked up by write id
/// before it is tried again.
/// </summary>
internal sealed partial class CommitLane(
    ICommitStore store, CommitOptions options, CommitMetrics metrics, TimeProvider time, ILogger logger, CancellationToken stop)
{
    /// <summary>Answers the writes whose rows a stranger holds; every other one is settled, or failed with its time limit.</summary>
    internal async Task<PendingWrite[]> Settle(PendingWrite[] batch)
    {
        TimeSpan pause = options.FirstPause;
        for (PendingWrite[] open = Open(batch); open.Length > 0; open = Open(open))
        {
            try
            {
                await Attempt(open);
                return Open(open);
            }
            catch (StorageUnavailableException unconfirmed)
            {
                LogUnconfirmed(unconfirmed, open.Length);
                metrics.Retried();
            }

            await Pause(pause);
            pause = Longer(pause);
        }

        return [];
    }

    /// <summary>As <see cref="Settle"/> for writes whose rows a stranger holds: until it lets go, or their time limit.</summary>
    internal async Task SettleLocked(PendingWrite[] locked)
    {
        TimeSpan pause = options.FirstPause;
        for (PendingWrite[] open = locked; open.Length > 0; open = await Settle(open))
        {
            await Pause(pause);
            pause = Longer(pause);
        }
    }

    private async Task Attempt(PendingWrite[] batch)
    {
        await Recognise(Array.FindAll(batch, static write => write.IsAmbiguous), otherwise: null);
        await CommitOrHalve(Array.FindAll(batch, static write => !write.IsSettled));
    }

    private async Task CommitOrHalve(PendingWrite[] batch)
    {
        if (batch.Length == 0)
        {
            return;
        }

        try
        {
            await CommitOnce(batch);
        }
        catch (BadRowException refused) when (batch.Length == 1)
        {
            LogRejected(refused, batch[0].Key);
            Adopt(batch, [WriteOutcome.Rejected]);
        }
        catch (RowLockedException) when (batch.Length == 1)
        {
            LogLocked(batch[0].Key);
        }
        catch (Exception culprit) when (culprit is BadRowException or RowLockedException)
        {
            await CommitOrHalve(Open(batch[..(batch.Length / 2)]));
            await CommitOrHalve(Open(batch[(batch.Length / 2)..]));
        }
    }

    private async Task CommitOnce(PendingWrite[] batch)
    {
        long began = time.GetTimestamp();
        try
        {
            WriteOutcome[] outcomes = await store.Commit(Array.ConvertAll(batch, static pending => pending.Write), stop);
            metrics.Committed(batch.Length, time.GetElapsedTime(began));
            PendingWrite[] disputed = Adopt(batch, outcomes);
            await Recognise(disputed, WriteOutcome.Conflict);
        }
        catch (StorageUnavailableException)
        {
            Array.ForEach(batch, static pending => pending.IsAmbiguous = true);
            throw;
        }
    }

    // A conflict after an unconfirmed attempt may be with ourselves: only the write id tells.
    private PendingWrite[] Adopt(PendingWrite[] batch, WriteOutcome[] outcomes)
    {
        List<PendingWrite> disputed = [];
        for (int index = 0; index < batch.Length; index++)
        {
            if (outcomes[index] == WriteOutcome.Conflict && batch[index].IsAmbiguous)
            {
                disputed.Add(batch[index]);
            }
            else
            {
                batch[index].Settle(outcomes[index]);
            }
        }

        metrics.Settled(outcomes);
        return [.. disputed];
    }

    private async Task Recognise(PendingWrite[] unsure, WriteOutcome? otherwise)
    {
        if (unsure.Length == 0)
        {
            return;
        }

        bool?[] found = await store.Reconcile(Array.ConvertAll(unsure, static pending => pending.Write), stop);
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

    /// <summary>What is still to be done; what is late is given up.</summary>
    private PendingWrite[] Open(PendingWrite[] batch)
    {
        long now = time.GetTimestamp();
        foreach (PendingWrite write in batch)
        {
            if (stop.IsCancellationRequested || write.Deadline < now)
            {
                write.Fail(new StorageUnavailableException());
            }
        }

        return Array.FindAll(batch, static write => !write.IsSettled);
    }

    private TimeSpan Longer(TimeSpan pause) => pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;

    private async Task Pause(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, time, stop);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the next look at what is open gives up.
        }
    }
}
