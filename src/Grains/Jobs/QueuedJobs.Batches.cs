using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Storage;

namespace GrainJobs.Jobs;

/// <summary>
/// Leases by the batch: one row holds many jobs, whose own rows stay as they are until the holder does something. A job is held by a batch as long as it
/// is queued and the batch's attempt would be its next one.
/// </summary>
internal sealed partial class QueuedJobs
{
    private const int MostBatches = 10_000;
    private const int ReadAtOnce = 1_000;
    private const int BatchTries = 2;

    public async Task<long> Claim(QueueName queue)
    {
        var claim = new QueueClaim(queue);
        return await engine.Commit(claim) == WriteOutcome.Committed
            ? claim.WriteId
            : throw new StorageUnavailableException($"Queue {queue} could not be claimed; try again.");
    }

    public async Task<StartedBatch?> StartBatch(QueueName queue, long claim, IReadOnlyList<QueueEntry> entries, LeaseRequest request)
    {
        for (var tries = 0; tries < BatchTries; tries++)
        {
            var known = await Known(entries, read: tries > 0);
            var (now, secret) = (clock.Now(), LeaseToken.NewSecret(queue, request.Ask));
            var starts = entries
                .Select(entry => known.TryGetValue(entry.Id, out var job) ? DeferredStarts.Start(job, request.Worker, LeaseToken.Of(secret, entry.Id), now) : null)
                .ToArray();
            if (tries == 0 && starts.Contains(null))
            {
                continue;
            }

            var batch = new LeaseBatchWrite(queue, claim, request.Worker, secret, now, [.. starts.OfType<JobChange>().Select(ToBatched)]);
            if (batch.Jobs.IsEmpty || await engine.Commit(batch) == WriteOutcome.Committed)
            {
                return new(batch.WriteId, [.. starts.Select(start => start is null ? (StartOutcome)new StartOutcome.Gone() : ToOutcome(start, batch.WriteId))]);
            }
        }

        return null;
    }

    public async Task<IReadOnlyList<RecoveredBatch>> RecoverBatches(QueueName queue, DateTimeOffset now)
    {
        var batches = await store.LeaseBatches(queue, MostBatches);

        // A grant that was not confirmed may have been made again: the later one counts.
        var latest = batches.SelectMany(batch => batch.Jobs, (batch, job) => (batch.Id, Job: job)).GroupBy(each => each.Job.Id).ToDictionary(jobs => jobs.Key, jobs => jobs.Last().Id);
        var rows = await Read(latest.Keys);
        return [.. batches.Select(batch => new RecoveredBatch(
            batch.Id,
            [.. batch.Jobs.Where(job => latest[job.Id] == batch.Id).Select(job => Recover(batch, job, rows.GetValueOrDefault(job.Id), now)).OfType<HeldLease>()]))];
    }

    public async Task<bool> Show(HeldLease lease) => await ledger.WriteStart(new(lease.Id), lease.Token) is { } job && job.Lease?.Token == lease.Token;

    public void Drop(HeldLease lease) => deferred.Remove(new(lease.Id), lease.Token);

    public async Task EndBatch(long batchId) => await engine.Commit(new LeaseBatchEnd(batchId));

    private static BatchedJob ToBatched(JobChange start) => new(start.Next.Id.Value, start.Before!.Version, start.Next.Attempt);

    private StartOutcome.Started ToOutcome(JobChange start, long batch)
    {
        deferred.Add(start);
        return new(new() { Token = start.Next.Lease!.Token, Duration = options.Value.Duration, Job = start.Next }, ToHidden(start, batch, start.Next.UpdatedAt));
    }

    private HeldLease? Recover(LeaseBatch batch, BatchedJob job, Job? row, DateTimeOffset now)
    {
        if (row is not { Status: JobStatus.Queued } || row.Attempt + 1 != job.Attempt
            || DeferredStarts.Start(row, batch.Worker, LeaseToken.Of(batch.Secret, job.Id), batch.GrantedAt) is not { } start)
        {
            return null;
        }

        // The holder on this very silo may be in the middle of its own.
        var known = deferred.Find(start.Next.Id, start.Next.Lease!.Token);
        if (known is null)
        {
            deferred.Add(start);
        }

        return ToHidden(known ?? start, batch.Id, now);
    }

    private HeldLease ToHidden(JobChange start, long batch, DateTimeOffset now)
    {
        var lease = ToHeld(start.Next, now);
        (lease.BatchId, lease.Place) = (batch, start.Before!.ToEntry());
        return lease;
    }

    private async Task<Dictionary<string, Job>> Known(IReadOnlyList<QueueEntry> entries, bool read)
    {
        var known = new Dictionary<string, Job>();
        var missing = new List<string>();
        foreach (var entry in entries)
        {
            if (!read && recent.Find(new(entry.Id)) is { } job)
            {
                known[entry.Id] = job;
            }
            else
            {
                missing.Add(entry.Id);
            }
        }

        foreach (var (id, job) in await Read(missing))
        {
            known[id] = job;
        }

        return known;
    }

    private async Task<Dictionary<string, Job>> Read(IReadOnlyCollection<string> ids)
    {
        var rows = new Dictionary<string, Job>(ids.Count);
        foreach (var some in ids.Chunk(ReadAtOnce))
        {
            foreach (var job in await store.FindMany([.. some.Select(id => new JobId(id))]))
            {
                rows[job.Id.Value] = job;
            }
        }

        return rows;
    }
}
