using GrainJobs.Leases;

namespace GrainJobs.Queues;

/// <summary>Leases by the batch: quick jobs of this silo's own worker, whose starts need no write of their own.</summary>
internal sealed partial class QueueGrain
{
    private const int FewestInBatch = 16;
    private const int MostRefusals = 3;
    private const int MostEndedAtOnce = 50;
    private static readonly TimeSpan ShowAfter = TimeSpan.FromSeconds(1);

    private readonly OpenBatches batches = new();
    private long claim;
    private int batchRefusals;

    private async Task RecoverBatches(DateTimeOffset now)
    {
        if (work is not IBatchedWork batched)
        {
            return;
        }

        // Claimed before the batches are read: none can be added behind this activation's back.
        claim = await batched.Claim(Name);
        foreach (var batch in await batched.RecoverBatches(Name, now))
        {
            batches.Add(batch.Id, batch.Leases.Count);
            foreach (var lease in batch.Leases)
            {
                lease.KnownSince = now;
                book.Add(lease);
            }
        }
    }

    private async Task<StartOutcome[]> StartAll(List<QueueEntry> picked, LeaseRequest request) =>
        (request.Quick && picked.Count >= FewestInBatch && executor.IsWorker(request.Worker) ? await StartBatch(picked, request) : null)
        ?? await Task.WhenAll(picked.Select(entry => Start(entry, request)));

    /// <summary>Null when they have to be granted one by one.</summary>
    private async Task<StartOutcome[]?> StartBatch(List<QueueEntry> picked, LeaseRequest request)
    {
        if (work is not IBatchedWork batched || batchRefusals >= MostRefusals)
        {
            return null;
        }

        StartedBatch? started;
        try
        {
            started = await batched.StartBatch(Name, claim, picked, request);
        }
#pragma warning disable CA1031 // One by one the rows decide, whatever became of the batch: each start makes it void for its job.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNoAnswer(exception, "batch", Name);
            return null;
        }

        if (started is null)
        {
            NoteRefusal();
            return null;
        }

        batchRefusals = 0;
        batches.Add(started.Id, started.Outcomes.Count(outcome => outcome is StartOutcome.Started));
        return await Task.WhenAll(picked.Select((entry, index) => Settle(entry, started.Outcomes[index], request)));
    }

    /// <summary>An edited job makes a batch fail now and then; always failing means that another activation has claimed the queue.</summary>
    private void NoteRefusal()
    {
        batchRefusals++;
        if (batchRefusals >= MostRefusals)
        {
            DeactivateOnIdle();
        }
    }

    /// <summary>What takes longer than a moment shows in its own row, for all who read it.</summary>
    private async Task ShowLonger(DateTimeOffset now)
    {
        if (work is not IBatchedWork batched)
        {
            return;
        }

        HeldLease[] longer = [.. book.All.Where(lease => lease is { BatchId: not null, IsEnding: false } && (lease.KnownSince ?? lease.GrantedAt) < now - ShowAfter)];
        await Task.WhenAll(longer.Select(lease => Show(batched, lease)));
        foreach (var batch in batches.TakeOver(MostEndedAtOnce))
        {
            try
            {
                await batched.EndBatch(batch);
            }
            catch
            {
                batches.PutBack(batch);
                throw;
            }
        }
    }

    private async Task Show(IBatchedWork batched, HeldLease lease)
    {
        if (!await batched.Show(lease))
        {
            Forget(lease.Token);
        }

        LeaveBatch(lease);
    }

    private void LeaveBatch(HeldLease lease)
    {
        if (lease.BatchId is { } batch)
        {
            lease.BatchId = null;
            batches.Leave(batch);
            (work as IBatchedWork)?.Drop(lease);
        }
    }

    /// <summary>Held by batches, while their own rows have them as queued.</summary>
    private int Hidden => book.All.Count(lease => lease.BatchId is not null);

    private int HiddenBefore(QueueEntry entry) => book.All.Count(lease => lease is { BatchId: not null, Place: { } place } && EntryOrder.Instance.Compare(place, entry) < 0);

    private IReadOnlyDictionary<Jobs.JobStatus, long> WithHidden(IReadOnlyDictionary<Jobs.JobStatus, long> counts)
    {
        var queued = counts.GetValueOrDefault(Jobs.JobStatus.Queued);
        var hidden = Math.Min(Hidden, queued);
        return hidden == 0
            ? counts
            : new Dictionary<Jobs.JobStatus, long>(counts)
            {
                [Jobs.JobStatus.Queued] = queued - hidden,
                [Jobs.JobStatus.Processing] = counts.GetValueOrDefault(Jobs.JobStatus.Processing) + hidden,
            };
    }
}
