using System.Collections.Immutable;
using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Queues;

internal sealed partial class QueueGrain
{
    private static readonly TimeSpan TakeBackEvery = TimeSpan.FromMilliseconds(500);

    private readonly DisownedAsks disowned = new();
    private DateTimeOffset takenBackAt;
    private Task? looking;

    public async Task<LeaseGrant[]> Lease(LeaseRequest request)
    {
        if (disowned.Contains(request.Ask) || !gate.TryEnter())
        {
            return [];
        }

        try
        {
            var grants = await Serve(request);
            return disowned.Contains(request.Ask) ? await TakeBack(grants) : grants;
        }
        finally
        {
            gate.Leave();
        }
    }

    public async Task Disown(WorkerId worker, long ask)
    {
        disowned.Add(ask);
        HeldLease[] lost = [.. book.All.Where(lease => lease.Worker == worker && !lease.IsEnding && lease.Token.Ask == ask)];
        await Task.WhenAll(lost.Select(TakeBack));
    }

    private async Task<LeaseGrant[]> Serve(LeaseRequest request)
    {
        busyAt = clock.Now();
        if (lines.Count < request.Max && clock.Now() - takenBackAt > TakeBackEvery)
        {
            await TakeBackUntouched();
        }

        if (request.Unfit is { } reason)
        {
            LeaveInPlace(request, reason);
            return [];
        }

        var began = clock.Now();
        var grants = await Grant(request, began);
        if (grants.Length == 0 && clock.Now() - began < LongestSearch && await LookAgain())
        {
            grants = await Grant(request, began);
        }

        if (grants.Length == 0)
        {
            Park(request);
            return [];
        }

        return await work.Complete(grants);
    }

    /// <summary>
    /// Nobody who polls for builds is sent away while the rows have one: news of a commit may still be under way. Those who ask
    /// meanwhile share a look that began after they came.
    /// </summary>
    private async Task<bool> LookAgain()
    {
        if (Name != QueueName.Builds || settings.State.Stopped)
        {
            return false;
        }

        if (looking is { } earlier)
        {
            await earlier;
        }

        await (looking ??= LookOnce());
        return lines.Count > 0;
    }

    private async Task LookOnce()
    {
        // Yields first, so that whoever comes in the same moment finds this look and shares it.
        await Task.Yield();
        try
        {
            foreach (var entry in await work.LongestWaiting(Name, clock.Now(), LookDepth))
            {
                Enter(entry);
            }
        }
        catch (Exception exception) when (exception is Storage.StorageUnavailableException)
        {
            LogUpkeepDelayed(exception, Name);
        }
        finally
        {
            looking = null;
        }
    }

    /// <summary>What was dropped or failed makes room for the next, so that one entry never costs the asker its turn.</summary>
    private async Task<LeaseGrant[]> Grant(LeaseRequest request, DateTimeOffset began)
    {
        while (Pick(request) is { Count: > 0 } picked)
        {
            var outcomes = await StartAll(picked, request);
            var grants = outcomes.OfType<StartOutcome.Started>().Select(outcome => outcome.Grant).ToArray();
            PlanUpkeep();
            if (grants.Length > 0 || clock.Now() - began > LongestSearch)
            {
                return grants;
            }
        }

        return [];
    }

    /// <summary>The worker can't take the next one: it stays first in line, and the log says why.</summary>
    private void LeaveInPlace(LeaseRequest request, string reason)
    {
        if (!settings.State.Stopped && lines.First(request.Lanes.AsSpan()) is { } entry)
        {
            LogTransient(reason, entry.Id, request.Worker.Value, Name);
        }
    }

    /// <summary>Takes entries out of the line within every limit; they count as being granted until settled.</summary>
    private List<QueueEntry> Pick(LeaseRequest request)
    {
        var now = clock.Now();
        var picked = new List<QueueEntry>();
        UnblockDueKeys(now);
        var room = Room(request.Max, now);
        while (picked.Count < room && lines.First(request.Lanes.AsSpan()) is { } entry)
        {
            if (PassOver(entry.Key, now))
            {
                continue;
            }

            lines.Serve(entry);
            if (entry.Key.Length > 0)
            {
                keyRates.Spend(entry.Key, now);
            }

            granting[entry.Id] = entry;
            picked.Add(entry);
        }

        rate?.Spend(picked.Count);
        foreach (var line in lines.StarvingAmong(picked))
        {
            _ = RefillBehind(line);
        }

        return picked;
    }

    private int Room(int asked, DateTimeOffset now)
    {
        var limits = settings.State.Limits;
        var room = settings.State.Stopped ? 0 : asked;
        room = limits.MaxInFlight is { } most ? Math.Min(room, most - InFlight) : room;
        return rate is null ? room : Math.Min(room, rate.Available(now));
    }

    private async Task<StartOutcome> Start(QueueEntry entry, LeaseRequest request)
    {
        StartOutcome outcome;
        try
        {
            outcome = await work.Start(entry, request, LeaseToken.New(Name, entry.Id, request.Ask));
        }
#pragma warning disable CA1031 // No answer puts the entry back; the row decides at the next try.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNoAnswer(exception, entry.Id, Name);
            outcome = new StartOutcome.Transient("no answer");
        }

        return await Settle(entry, outcome, request);
    }

    /// <summary>The settle rules: granted, back in its place, failed with the reason, or dropped. One entry never blocks the next.</summary>
    private async Task<StartOutcome> Settle(QueueEntry entry, StartOutcome outcome, LeaseRequest request)
    {
        granting.Remove(entry.Id);
        switch (outcome)
        {
            case StartOutcome.Started started:
                book.Add(started.Lease);
                rates.CountGranted(clock.Now());
                break;
            case StartOutcome.Transient transient:
                LogTransient(transient.Reason, entry.Id, request.Worker.Value, Name);
                lines.Unblock(entry.Key);
                Rest(entry);
                break;
            case StartOutcome.Permanent permanent:
                LogPermanent(permanent.Reason, entry.Id, Name);
                lines.Unblock(entry.Key);
                await FailAssignment(entry, permanent.Reason);
                break;
            default:
                lines.Unblock(entry.Key);
                break;
        }

        return outcome;
    }

    /// <summary>It keeps its place, but others are tried before it is tried again.</summary>
    private void Rest(QueueEntry entry)
    {
        var until = clock.Now() + RetryTransient;
        resting[entry.Id] = (entry, until);
        retryAt = Soonest(until, retryAt);
    }

    private void WakeRested(DateTimeOffset now)
    {
        foreach (var (id, rest) in resting.Where(rest => rest.Value.Until <= now).ToArray())
        {
            resting.Remove(id);
            Enter(rest.Entry);
        }
    }

    private async Task FailAssignment(QueueEntry entry, string reason)
    {
        try
        {
            await work.FailAssignment(entry, reason);
        }
#pragma warning disable CA1031 // It stays queued in its row and comes back with the next look.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNoAnswer(exception, entry.Id, Name);
        }
    }

    private void Park(LeaseRequest request)
    {
        if (request.Park is { } observer)
        {
            parked.Park(observer, request.Lanes, request.Worker, clock.Now());
        }
    }

    /// <summary>Wakes those who wait when there is something for them, and this silo's executor for what silos run.</summary>
    private void Offer()
    {
        if (settings.State.Stopped || lines.Count == 0)
        {
            return;
        }

        var open = lines.OpenLanes;
        executor.Attend(Name, open);
        if (parked.Count == 0 || Room(int.MaxValue, clock.Now()) <= 0)
        {
            return;
        }

        foreach (var observer in parked.Leave(open, clock.Now()))
        {
            _ = observer.Ready(Name, lines.Count);
        }
    }

    /// <summary>A grant whose worker never showed that it got it goes to whoever asks now.</summary>
    private async Task TakeBackUntouched()
    {
        takenBackAt = clock.Now();
        var before = takenBackAt - leaseOptions.Value.TakeUpWithin;
        ImmutableArray<HeldLease> untouched = [.. book.All.Where(lease => lease is { IsTouched: false, IsEnding: false } && (lease.KnownSince ?? lease.GrantedAt) <= before)];
        await Task.WhenAll(untouched.Select(TakeBack));
    }

    private async Task<LeaseGrant[]> TakeBack(LeaseGrant[] grants)
    {
        await Task.WhenAll(grants.Select(grant => book.Find(grant.Token)).OfType<HeldLease>().Where(lease => !lease.IsEnding).Select(TakeBack));
        return [];
    }

    private async Task TakeBack(HeldLease lease)
    {
        lease.IsEnding = true;
        try
        {
            await work.TakeBack(lease);
            Forget(lease.Token);
            foreach (var entry in await work.Find(lease.Id))
            {
                Enter(entry);
            }
        }
        catch (Exception exception)
        {
            lease.IsEnding = false;
            if (exception is not (Storage.StorageUnavailableException or Storage.OverloadedException))
            {
                throw;
            }
        }
    }
}
