using GrainJobs.Builds;
using GrainJobs.Leases;
using GrainJobs.Queues;

namespace GrainJobs.Workers;

internal sealed partial class WorkerGrain
{
    /// <summary>Signs of life closer together than this share of a lease are not passed on.</summary>
    private const int RenewShare = 10;
    private static readonly TimeSpan PollLimit = TimeSpan.FromSeconds(4.5);
    private static readonly TimeSpan SayBusyEvery = TimeSpan.FromSeconds(1);

    private DateTimeOffset saidBusyAt;

    public async Task<Result<PollAnswer>> Poll(int? generation, IQueueObserver? park)
    {
        if (Refuse(generation) is { } refusal)
        {
            return refusal;
        }

        var began = clock.Now();
        Seen();
        await Revive();
        var request = new LeaseRequest { Worker = Id, Max = 1, Lanes = record.Platforms, Park = park, Classic = !record.SpeaksTokens };
        if (!await HasRoom())
        {
            await SayBusy(request);
            return new Refusal(RefusalCode.WorkerBusy, $"Worker {Id} holds {held.Count} leases, its capacity is {record.Capacity} (transient)");
        }

        var grants = await Reserve(QueueName.Builds, request);
        if (grants.Length > 0 && clock.Now() - began > PollLimit)
        {
            // Whoever asked has given up: it must not hold what it never heard of.
            await GiveBack([grants[0].Token], "the grant came too late for its worker");
            grants = [];
        }

        return new PollAnswer(grants.FirstOrDefault(), record.Platforms);
    }

    public async Task<Result<LeaseOrder>> Touch(BuildCall call)
    {
        if (Refuse(call.Generation) is { } refusal)
        {
            return refusal;
        }

        Seen();
        if (FindHeld(call) is not { } lease)
        {
            var read = await Read(call);
            if (read.Held is not { } found)
            {
                return read.Otherwise;
            }

            lease = found;
        }

        var begun = await Begin(call, lease);
        return begun is { } lost ? await Lost(call, lost) : await Renew(call, lease);
    }

    public async Task Return(LeaseToken[] tokens) => await GiveBack(tokens, "the grant did not reach the worker");

    /// <summary>Why the worker may not call at all; null when it may.</summary>
    private Refusal? Refuse(int? generation) => record switch
    {
        { IsRegistered: false } => new(RefusalCode.WorkerNotFound, "Worker not found"),
        _ when generation is { } shown && !WorkerRules.Admits(record, shown) =>
            new(RefusalCode.Forbidden, "This worker token has been replaced; register again to get the new one"),
        _ => null,
    };

    private HeldByWorker? FindHeld(BuildCall call)
    {
        if (call.Token is { } token)
        {
            return token.Subject == call.Build.Value && held.TryGetValue(token.Value, out var lease) && lease.Queue == QueueName.Builds ? lease : null;
        }

        foreach (var lease in held.Values)
        {
            if (lease.Queue == QueueName.Builds && lease.Token.Subject == call.Build.Value)
            {
                return lease;
            }
        }

        return null;
    }

    /// <summary>What the row says: held after all, cancelled, or why not.</summary>
    private async Task<(HeldByWorker? Held, Result<LeaseOrder> Otherwise)> Read(BuildCall call)
    {
        if (await builds.Find(call.Build) is not { } build)
        {
            return (null, BuildRefusals.NotFound());
        }

        if (BuildLifecycle.NotHeld(build, Id, call.Token) is not { } refusal)
        {
            var lease = ToHeld(build);
            Hold(lease);
            return (lease, LeaseOrder.Continue);
        }

        var isToStop = call.IsHeartbeat && build.Status == BuildStatus.Cancelled && build.Worker == Id && (call.Token is null || call.Token == build.Cancelled);
        return (null, isToStop ? LeaseOrder.Cancel : refusal);
    }

    /// <summary>The first call begins the building, the first token or heartbeat brings the lease rules, and progress is kept. Answers the refusal when it holds it no more.</summary>
    private async Task<Refusal?> Begin(BuildCall call, HeldByWorker lease)
    {
        var leavesClassic = lease.IsClassic && (call.Token is not null || call.IsHeartbeat);
        if (lease.IsBegun && !leavesClassic && call.Progress is null)
        {
            return null;
        }

        var touched = await Grain(lease.Token).Touch(call);
        if (touched.IsRefused)
        {
            return touched.Refusal;
        }

        if (held.ContainsKey(lease.Token.Value))
        {
            Hold(lease with { IsBegun = true, IsClassic = touched.Value.IsClassic, RenewedAt = leavesClassic ? default : lease.RenewedAt });
        }

        if (call.Token is not null && !record.SpeaksTokens)
        {
            noting = Note(each => each with { SpeaksTokens = true });
        }

        return null;
    }

    private async Task<Result<LeaseOrder>> Renew(BuildCall call, HeldByWorker lease)
    {
        var queue = GrainFactory.Refer<IQueueGrain>(QueueName.Builds.Value);
        lease = held.GetValueOrDefault(lease.Token.Value, lease);
        var lasts = lease.IsClassic ? options.Value.HeartbeatLimit : leases.Value.Duration;
        if (!call.IsHeartbeat && clock.Now() - lease.RenewedAt < lasts / RenewShare)
        {
            return LeaseOrder.Continue;
        }

        if (held.ContainsKey(lease.Token.Value))
        {
            Hold(lease with { RenewedAt = clock.Now() });
        }

        if (lease.IsClassic)
        {
            await queue.Extend(Id, [lease.Token]);
            return LeaseOrder.Continue;
        }

        var orders = await queue.Renew(Id, [lease.Token]);
        return orders[0] == LeaseOrder.Lost ? await Lost(call, BuildRefusals.LeaseLost(lease.Token)) : orders[0];
    }

    /// <summary>The memory was behind: the row has the answer.</summary>
    private async Task<Result<LeaseOrder>> Lost(BuildCall call, Refusal refusal)
    {
        if (FindHeld(call) is { } stale)
        {
            Release(stale.Token);
        }

        var read = await Read(call);
        return read.Held is null ? read.Otherwise : refusal;
    }

    /// <summary>A busy worker asks in vain: whoever is next in line stays there, and the log says why. At most once a second.</summary>
    private async Task SayBusy(LeaseRequest request)
    {
        if (clock.Now() - saidBusyAt < SayBusyEvery)
        {
            return;
        }

        saidBusyAt = clock.Now();
        await GrainFactory.Refer<IQueueGrain>(QueueName.Builds.Value).Lease(request with { Max = 0, Park = null, Unfit = RefusalCode.WorkerBusy });
    }
}
