using GrainJobs.Builds;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace GrainJobs.Workers;

/// <summary>
/// Guards the capacity: what is being leased is reserved before the queue is asked, so that however many requests come at once, no more is ever held.
/// Reentrant, so that heartbeats go on while a lease is awaited; memory changes whole between two awaits.
/// </summary>
[Reentrant]
internal sealed partial class WorkerGrain(
    WorkerLedger ledger,
    IJobStore jobs,
    IBuildStore builds,
    GrantGate gate,
    TimeProvider time,
    IOptions<LeaseOptions> leases,
    IOptions<WorkerOptions> options,
    Clock clock,
    ILogger<WorkerGrain> logger) : Grain, IWorkerGrain
{
    private const int MostHeld = 10_000;
    private const int LargestCapacity = 10_000;
    private static readonly TimeSpan VerifyAfter = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstBeat = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, HeldByWorker> held = [];
    private WorkerRecord record = null!;
    private int reserved;
    private DateTimeOffset verifiedAt;

    private WorkerId Id => new(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        record = await ledger.Find(Id);
        await Verify();
    }

    public async Task<Result<LeaseGrant[]>> Lease(QueueName queue, LeaseRequest request)
    {
        if (!record.IsRegistered)
        {
            await Change(each => WorkerRules.Appear(each, Math.Clamp(request.Max, 1, LargestCapacity), clock.Now()));
        }

        Seen();
        return await HasRoom() || record.Draining
            ? await Reserve(queue, request)
            : new Refusal(RefusalCode.WorkerBusy, $"Worker {Id} holds {held.Count} leases, its capacity is {record.Capacity} (transient)");
    }

    public async Task<HeartbeatAnswer> Heartbeat(LeaseBeat[] beats)
    {
        Seen();
        var orders = new LeaseOrder[beats.Length];
        var known = await Task.WhenAll(beats.Select(beat => Locate(beat.Token)));
        var groups = Enumerable.Range(0, beats.Length).GroupBy(index => known[index]?.Queue);
        await Task.WhenAll(groups.Select(group => Renew(group.Key, [.. group], beats, orders)));
        await Task.WhenAll(beats.Where((beat, index) => orders[index] == LeaseOrder.Continue).Select(Report));
        return new() { Drain = record.Draining, Next = Next, Orders = orders };
    }

    public Task Settled(LeaseToken[] tokens)
    {
        foreach (var token in tokens)
        {
            Release(token);
        }

        return Task.CompletedTask;
    }

    private int Free => record.Capacity - held.Count - reserved;

    /// <summary>A third of a lease: two misses are survived; never so late that the first one misses the time to take a grant up.</summary>
    private TimeSpan Next => leases.Value.Duration / 3 < FirstBeat ? leases.Value.Duration / 3 : FirstBeat;

    /// <summary>Whether something is left of the capacity; a full memory is compared with the rows.</summary>
    private async Task<bool> HasRoom()
    {
        if (Free <= 0 && clock.Now() - verifiedAt > VerifyAfter)
        {
            await Verify();
        }

        return Free > 0;
    }

    /// <summary>Reserves what is free, then asks the queue.</summary>
    private async Task<LeaseGrant[]> Reserve(QueueName queue, LeaseRequest request)
    {
        var most = Math.Min(Free, request.Max);
        if (most <= 0 || record.Draining || !gate.TryEnter())
        {
            return [];
        }

        reserved += most;
        var asked = GrainFactory.Refer<IQueueGrain>(queue.Value);
        var ask = request.Ask == AskNumber.None ? AskNumber.New() : request.Ask;
        try
        {
            var grants = await asked.Lease(request with { Worker = Id, WorkerName = record.Name, Max = most, Ask = ask });
            return await Take(queue, grants);
        }
        catch (Exception exception)
        {
            // What the queue may have granted without a word goes back.
            _ = LostAnswer.Disown(asked, Id, ask, time);
            if (!LostAnswer.IsMoving(exception))
            {
                throw;
            }

            LogQueueMoves(exception, queue, Id);
            verifiedAt = default;
            return [];
        }
        finally
        {
            reserved -= most;
            gate.Leave();
        }
    }

    /// <summary>A worker that left while the queue was asked gets nothing: the grants go back.</summary>
    private async Task<LeaseGrant[]> Take(QueueName queue, LeaseGrant[] grants)
    {
        foreach (var grant in grants)
        {
            Hold(new(queue, grant.Token, clock.Now()) { IsClassic = grant.Build?.IsClassic == true, RenewedAt = clock.Now() });
        }

        if (record.IsRegistered || grants.Length == 0)
        {
            return grants;
        }

        LogLeft(RefusalCode.WorkerNotFound, Id, grants.Length);
        await GiveBack([.. grants.Select(grant => grant.Token)], "the worker has left");
        return [];
    }

    /// <summary>Reads the rows it holds: heals what news was lost.</summary>
    private async Task Verify()
    {
        var began = clock.Now();
        var mine = builds.HeldBy(Id.Value, MostHeld);
        var rows = (await jobs.HeldBy(Id.Value, MostHeld)).Where(job => job.Lease is not null).Select(ToHeld)
            .Concat((await mine).Where(build => build.Lease is not null).Select(ToHeld))
            .ToDictionary(lease => lease.Token.Value);
        foreach (var token in held.Values.Where(lease => lease.GrantedAt < began && !rows.ContainsKey(lease.Token.Value)).Select(lease => lease.Token).ToArray())
        {
            Release(token);
        }

        foreach (var lease in rows.Values)
        {
            held.TryAdd(lease.Token.Value, lease);
        }

        verifiedAt = clock.Now();
    }

    private async Task<HeldByWorker?> Locate(LeaseToken token)
    {
        if (held.TryGetValue(token.Value, out var lease))
        {
            return lease;
        }

        if (token.Subject is not { } id || !JobId.IsValid(id))
        {
            return null;
        }

        var found = await jobs.Find(new(id)) is { } job ? ToHeldIf(job.Lease, token, () => ToHeld(job)) : null;
        found ??= await builds.Find(new(id)) is { } build ? ToHeldIf(build.Lease, token, () => ToHeld(build)) : null;
        if (found is { } mine)
        {
            Hold(mine);
        }

        return found;
    }

    private HeldByWorker? ToHeldIf(Lease? lease, LeaseToken token, Func<HeldByWorker> toHeld) =>
        lease?.Token == token && lease.Worker == Id ? toHeld() : null;

    private static HeldByWorker ToHeld(Job job) => new(job.Spec.Queue, job.Lease!.Token, job.Lease.GrantedAt);

    private static HeldByWorker ToHeld(Build build) => new(QueueName.Builds, build.Lease!.Token, build.Lease.GrantedAt)
    {
        IsBegun = build.Status == BuildStatus.Building,
        IsClassic = build.IsClassic,
    };

    private async Task Renew(QueueName? queue, int[] indexes, LeaseBeat[] beats, LeaseOrder[] orders)
    {
        var answers = queue is { } name
            ? await GrainFactory.Refer<IQueueGrain>(name.Value).Renew(Id, Array.ConvertAll(indexes, index => beats[index].Token))
            : [.. indexes.Select(_ => LeaseOrder.Lost)];
        for (var each = 0; each < indexes.Length; each++)
        {
            var token = beats[indexes[each]].Token;
            orders[indexes[each]] = answers[each] == LeaseOrder.Lost ? await OrderOfLost(token) : answers[each];
        }
    }

    /// <summary>The queue forgets the lease of a cancelled build at once; its worker is told to stop, not that it lost it.</summary>
    private async Task<LeaseOrder> OrderOfLost(LeaseToken token)
    {
        Release(token);
        return token.Subject is { } id && BuildId.IsValid(id) && (await builds.Find(new(id)))?.Cancelled == token ? LeaseOrder.Cancel : LeaseOrder.Lost;
    }

    private async Task Report(LeaseBeat beat)
    {
        if (held.TryGetValue(beat.Token.Value, out var lease) && lease.Queue == QueueName.Builds)
        {
            await Begin(new() { Build = new(beat.Token.Subject!), Worker = Id, Token = beat.Token, IsHeartbeat = true, Progress = beat.Progress }, lease);
            return;
        }

        if (beat.Progress is null)
        {
            return;
        }

        var report = new LeaseReport { Token = beat.Token, Kind = ReportKind.Progress, Progress = beat.Progress, Message = beat.Message };
        await GrainFactory.Refer<IJobGrain>(beat.Token.Subject!).Report(report);
    }

    private void Hold(HeldByWorker lease) => held[lease.Token.Value] = lease;

    private void Release(LeaseToken token) => held.Remove(token.Value);

    private IBuildGrain Grain(LeaseToken token) => GrainFactory.Refer<IBuildGrain>(token.Subject!);
}
