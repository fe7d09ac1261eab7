using System.Collections.Immutable;
using GrainJobs.Execution;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Storage;
using GrainJobs.Time;
using GrainJobs.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace GrainJobs.Queues;

/// <summary>
/// The queue manager. Reentrant: while a commit or read is awaited other calls go on, so every change of its memory happens whole between
/// two awaits. All it knows is a copy of the rows and can be rebuilt; the version guard and the lease token decide, not this memory.
/// </summary>
[Reentrant]
internal sealed partial class QueueGrain(
    [PersistentState("queue", GrainStorageName.Grains)] IPersistentState<QueueSettings> settings,
    QueuedWork works,
    SiloExecutor executor,
    SiloLiveness silos,
    QueueHomes homes,
    QueueDoors doors,
    GrantGate gate,
    QueueMeter meter,
    LookPace pace,
    IOptions<LeaseOptions> leaseOptions,
    IOptions<QueueOptions> options,
    Clock clock,
    ILogger<QueueGrain> logger) : Grain, IQueueGrain
{
    private readonly ReadyLines lines = new(options.Value.Window);
    private readonly LeaseBook book = new();
    private readonly ParkingLot parked = new();
    private readonly ScheduledEntries scheduled = new();
    private readonly Dictionary<string, QueueEntry> granting = [];
    private readonly Dictionary<string, (QueueEntry Entry, DateTimeOffset Until)> resting = [];
    private readonly QueueRates rates = new();
    private IQueuedWork work = null!;
    private RateLimit? rate;
    private bool isCounted;

    private QueueName Name => new(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        work = works.For(Name);
        SetRates(settings.State.Limits);
        await Recover();
        upkeep = this.RegisterGrainTimer(_ => Upkeep(), new() { DueTime = TimeSpan.FromMilliseconds(20), Period = Timeout.InfiniteTimeSpan, Interleave = true });
        pace.Join();
        isCounted = true;
        OpenDoor();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (isCounted)
        {
            pace.Leave();
        }

        await CloseDoor();
    }

    public Task Wake() => Task.CompletedTask;

    public Task Tell(QueueNews news)
    {
        foreach (var token in news.Settled)
        {
            Forget(token);
        }

        foreach (var id in news.Withdrawn)
        {
            // Its own row had it as queued while its batch held it: the row decides, and the worker learns it when it renews.
            if (book.FindId(id) is { BatchId: not null } ended)
            {
                Forget(ended.Token);
            }

            lines.Remove(id);
            scheduled.Remove(id);
            resting.Remove(id);
        }

        foreach (var token in news.CancelRequested)
        {
            book.Find(token)?.CancelUntil = clock.Now() + JobLifecycle.CancelGrace;
        }

        foreach (var entry in news.Scheduled)
        {
            scheduled.Add(entry);
        }

        foreach (var entry in news.Ready)
        {
            Enter(entry);
        }

        Offer();
        PlanUpkeep();
        return Task.CompletedTask;
    }

    public Task<LeaseOrder[]> Renew(WorkerId worker, LeaseToken[] tokens)
    {
        var until = clock.Now() + leaseOptions.Value.Duration;
        return Task.FromResult(Array.ConvertAll(tokens, token => Renew(worker, token, until)));
    }

    public Task Extend(WorkerId worker, LeaseToken[] tokens)
    {
        foreach (var token in tokens)
        {
            if (book.Find(token) is { IsEnding: false, ClassicLimit: { } limit } lease && lease.Worker == worker)
            {
                lease.ExpiresAt = clock.Now() + limit;
            }
        }

        return Task.CompletedTask;
    }

    public async Task<QueueView> Pause(string by)
    {
        await Set(each => (each.Paused, each.Draining, each.PausedBy) = (true, false, by));
        return await View();
    }

    public async Task<QueueView> Drain(string by)
    {
        await Set(each => (each.Paused, each.Draining, each.PausedBy) = (false, true, by));
        return await View();
    }

    public async Task<QueueView> Resume()
    {
        await Set(each => (each.Paused, each.Draining, each.PausedBy) = (false, false, null));
        return await View();
    }

    public async Task<QueueView> Limit(QueueLimits limits)
    {
        await Set(each => each.Limits = limits);
        SetRates(limits);
        lines.UnblockAll();
        Offer();
        return await View();
    }

    public async Task<QueueView> View()
    {
        var counts = await work.Counts(Name);
        var longest = await work.LongestWaiting(Name, clock.Now(), 1);
        return new()
        {
            Name = Name,
            Counts = WithHidden(counts),
            Paused = settings.State.Paused,
            PausedBy = settings.State.PausedBy,
            Draining = settings.State.Draining,
            PausedKeys = settings.State.PausedKeys.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Limits = settings.State.Limits,
            GrantsPerSecond = rates.GrantsPerSecond(clock.Now()),
            SettledPerSecond = rates.SettledPerSecond(clock.Now()),
            OldestWaitingSeconds = longest.Count == 0 ? null : Math.Max(0, (clock.Now() - longest[0].ReadyAt).TotalSeconds),
            Workers = book.All.Select(lease => lease.Worker).Concat(parked.Workers).Distinct().Count(),
        };
    }

    public async Task<WaitReason> Explain(QueueEntry entry)
    {
        var state = settings.State;
        if (state.Stopped)
        {
            var how = state.Paused ? "paused" : "draining";
            return new() { Kind = "paused", Detail = $"Queue {Name} was {how} by {state.PausedBy}", Blocker = state.PausedBy };
        }

        if (granting.ContainsKey(entry.Id) || book.HoldsId(entry.Id))
        {
            return new() { Kind = "lease", Detail = "It is being handed to a worker right now" };
        }

        if (ExplainKey(entry.Key, clock.Now()) is { } held)
        {
            return held;
        }

        if (state.Limits.MaxInFlight is { } most && InFlight >= most)
        {
            return new() { Kind = "limit", Detail = $"Queue {Name} runs {most} at once, its limit", Blocker = "maxInFlight" };
        }

        if (rate is { } limit && limit.Available(clock.Now()) < 1)
        {
            return new() { Kind = "rate", Detail = $"Queue {Name} grants {limit.PerSecond} per second, its limit", Blocker = "ratePerSecond" };
        }

        return await ExplainLine(entry);
    }

    private async Task<WaitReason> ExplainLine(QueueEntry entry)
    {
        var place = (await work.Position(Name, entry)).Without(HiddenBefore(entry));
        var isServed = executor.Runs(entry.Lane) || parked.Wants(entry.Lane) || book.All.Any(lease => !lease.Worker.IsSilo);
        return isServed
            ? new() { Kind = "position", Detail = $"{place} go before it in queue {Name}", Position = place.Ahead, IsAtLeast = place.IsAtLeast }
            : new()
            {
                Kind = "worker",
                Detail = $"No worker for {entry.Lane} asks queue {Name} for work; {place} go before it",
                Position = place.Ahead,
                IsAtLeast = place.IsAtLeast,
                Blocker = entry.Lane,
            };
    }

    private LeaseOrder Renew(WorkerId worker, LeaseToken token, DateTimeOffset until)
    {
        if (book.Find(token) is not { } lease || lease.Worker != worker || lease.IsEnding)
        {
            return LeaseOrder.Lost;
        }

        lease.IsTouched = true;
        if (lease.CancelUntil is not null)
        {
            return LeaseOrder.Cancel;
        }

        lease.ExpiresAt = until > lease.ExpiresAt || lease.ClassicLimit is not null ? until : lease.ExpiresAt;
        lease.ClassicLimit = null;
        return LeaseOrder.Continue;
    }

    private async Task Set(Action<QueueSettings> change)
    {
        change(settings.State);
        try
        {
            await settings.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        Offer();
    }

    private void SetRates(QueueLimits limits)
    {
        rate = limits.RatePerSecond is { } value ? new(value) : null;
        keyRates.PerSecond = limits.RatePerSecondPerKey;
    }

    private void Enter(QueueEntry entry)
    {
        if (!granting.ContainsKey(entry.Id) && !resting.ContainsKey(entry.Id) && !book.HoldsId(entry.Id))
        {
            lines.Add(entry);
        }
    }

    private void Forget(LeaseToken token)
    {
        settledMeanwhile?.Add(token);
        if (book.Remove(token) is { } lease)
        {
            LeaveBatch(lease);
            rates.CountSettled(clock.Now());
            lines.Unblock(lease.Key);
        }
    }

    private int InFlight => book.Count + granting.Count;

    private int CountOf(string key) => book.CountOf(key) + granting.Values.Count(entry => entry.Key == key);
}
