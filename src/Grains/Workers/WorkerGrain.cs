using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Storage;
using GrainJobs.Time;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace GrainJobs.Workers;

/// <summary>
/// Guards the capacity: what is being leased is reserved before the queue is asked, so that however many requests come at once, no more is ever held.
/// Reentrant, so that heartbeats go on while a lease is awaited; memory changes whole between two awaits.
/// </summary>
[Reentrant]
internal sealed class WorkerGrain(
    [PersistentState("worker", GrainStorageName.Grains)] IPersistentState<WorkerRecord> record,
    IJobStore jobs,
    IOptions<LeaseOptions> options,
    Clock clock) : Grain, IWorkerGrain
{
    private const int MostHeld = 10_000;
    private const int LargestCapacity = 10_000;
    private static readonly TimeSpan VerifyAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstBeat = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, HeldByWorker> held = [];
    private int reserved;
    private DateTimeOffset verifiedAt;
    private Task? registering;

    private WorkerId Id => new(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken) => Verify();

    public async Task<Result<LeaseGrant[]>> Lease(QueueName queue, LeaseRequest request)
    {
        await Register(Math.Clamp(request.Max, 1, LargestCapacity));
        if (Free <= 0 && clock.Now() - verifiedAt > VerifyAfter)
        {
            await Verify();
        }

        var most = Math.Min(Free, request.Max);
        if (record.State.Draining)
        {
            return Result<LeaseGrant[]>.Ok([]);
        }

        if (most <= 0)
        {
            return new Refusal(RefusalCode.WorkerBusy, $"Worker {Id} holds {held.Count} leases, its capacity is {record.State.Capacity} (transient)");
        }

        reserved += most;
        try
        {
            var grants = await GrainFactory.GetGrain<IQueueGrain>(queue.Value).Lease(request with { Worker = Id, Max = most });
            foreach (var grant in grants)
            {
                Hold(new(queue, grant.Token, clock.Now()));
            }

            return grants;
        }
        finally
        {
            reserved -= most;
        }
    }

    public async Task<HeartbeatAnswer> Heartbeat(LeaseBeat[] beats)
    {
        var orders = new LeaseOrder[beats.Length];
        var known = await Task.WhenAll(beats.Select(beat => Locate(beat.Token)));
        var groups = Enumerable.Range(0, beats.Length).GroupBy(index => known[index]?.Queue);
        await Task.WhenAll(groups.Select(group => Renew(group.Key, [.. group], beats, orders)));
        await Task.WhenAll(beats.Where((beat, index) => beat.Progress is not null && orders[index] == LeaseOrder.Continue).Select(Report));
        return new() { Drain = record.State.Draining, Next = Next, Orders = orders };
    }

    public Task Settled(LeaseToken[] tokens)
    {
        foreach (var token in tokens)
        {
            Release(token);
        }

        return Task.CompletedTask;
    }

    private int Free => record.State.Capacity - held.Count - reserved;

    /// <summary>A third of a lease: two misses are survived; never so late that the first one misses the time to take a grant up.</summary>
    private TimeSpan Next => options.Value.Duration / 3 < FirstBeat ? options.Value.Duration / 3 : FirstBeat;

    private Task Register(int capacity)
    {
        if (record.State.Capacity > 0)
        {
            return Task.CompletedTask;
        }

        return registering ??= WriteRegistration(capacity);
    }

    private async Task WriteRegistration(int capacity)
    {
        record.State.RegisteredAt = clock.Now();
        record.State.Capacity = capacity;
        try
        {
            await record.WriteStateAsync();
        }
        catch
        {
            record.State.Capacity = 0;
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            registering = null;
        }
    }

    /// <summary>Reads the rows it holds: heals what news was lost.</summary>
    private async Task Verify()
    {
        var began = clock.Now();
        var rows = (await jobs.HeldBy(Id.Value, MostHeld)).Where(job => job.Lease is not null).ToDictionary(job => job.Lease!.Token.Value);
        foreach (var token in held.Values.Where(lease => lease.GrantedAt < began && !rows.ContainsKey(lease.Token.Value)).Select(lease => lease.Token).ToArray())
        {
            Release(token);
        }

        foreach (var job in rows.Values)
        {
            Hold(new(job.Spec.Queue, job.Lease!.Token, job.Lease.GrantedAt));
        }

        verifiedAt = clock.Now();
    }

    private async Task<HeldByWorker?> Locate(LeaseToken token)
    {
        if (held.TryGetValue(token.Value, out var lease))
        {
            return lease;
        }

        var job = token.Subject is { } id && JobId.IsValid(id) ? await jobs.Find(new(id)) : null;
        if (job?.Lease is not { } row || row.Token != token || row.Worker != Id)
        {
            return null;
        }

        Hold(new(job.Spec.Queue, token, row.GrantedAt));
        return held[token.Value];
    }

    private async Task Renew(QueueName? queue, int[] indexes, LeaseBeat[] beats, LeaseOrder[] orders)
    {
        var answers = queue is { } name
            ? await GrainFactory.GetGrain<IQueueGrain>(name.Value).Renew(Id, Array.ConvertAll(indexes, index => beats[index].Token))
            : [.. indexes.Select(_ => LeaseOrder.Lost)];
        for (var each = 0; each < indexes.Length; each++)
        {
            orders[indexes[each]] = answers[each];
        }
    }

    private Task Report(LeaseBeat beat)
    {
        var report = new LeaseReport { Token = beat.Token, Kind = ReportKind.Progress, Progress = beat.Progress, Message = beat.Message };
        return GrainFactory.GetGrain<IJobGrain>(beat.Token.Subject!).Report(report);
    }

    private void Hold(HeldByWorker lease) => held[lease.Token.Value] = lease;

    private void Release(LeaseToken token) => held.Remove(token.Value);
}
