using GrainJobs.Leases;

namespace GrainJobs.Queues;

internal sealed partial class QueueGrain
{
    private const int MostHeld = 100_000;
    private const int MostLines = 1_000;
    private const int LookDepth = 200;
    private const int PromoteAtOnce = 500;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(2);

    // Whoever lists thousands of queues must not leave as many active, each reading its rows every few seconds.
    private static readonly TimeSpan LingersUnused = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryTransient = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private IGrainTimer? upkeep;
    private DateTimeOffset lookedAt;
    private DateTimeOffset busyAt;
    private DateTimeOffset? retryAt;
    private DateTimeOffset plannedFor = DateTimeOffset.MaxValue;
    private bool isKeepingUp;
    private HashSet<LeaseToken>? settledMeanwhile;

    /// <summary>Reads the live rows; there is nothing else to recover.</summary>
    private async Task Recover()
    {
        var now = clock.Now();
        var held = await work.Held(Name, now, MostHeld);
        foreach (var lease in held)
        {
            // A living silo renews what it knows of within seconds; an outside worker has its grace.
            lease.IsTouched = !lease.Worker.IsSilo;
            lease.KnownSince = now;
            book.Add(lease);
        }

        await RecoverBatches(now);
        await NoteRecovery(now);
        await ReadLines();
        await ReadScheduled(now);
        GiveGrace();
        lookedAt = now;
        busyAt = IsIdle(now) ? now - IdleAfter + LingersUnused : now;
    }

    private async Task NoteRecovery(DateTimeOffset now)
    {
        if (book.Count > 0)
        {
            settings.State.Recoveries = RecoveryGrace.Note(settings.State.Recoveries, now);
            await settings.WriteStateAsync();
        }
    }

    /// <summary>Counts from the end of the reading: nobody could renew before.</summary>
    private void GiveGrace()
    {
        var now = clock.Now();
        var duration = leaseOptions.Value.Duration;
        var noGraceBefore = book.Count > 0 ? RecoveryGrace.NoGraceBefore(settings.State.Recoveries, duration) : null;
        foreach (var lease in book.All.Where(lease => lease.ClassicLimit is null))
        {
            var grace = lease.Worker.IsSilo ? duration : RecoveryGrace.Of(duration);
            lease.ExpiresAt = lease.GrantedAt < noGraceBefore ? now : now + grace;
        }
    }

    private async Task ReadLines()
    {
        QueueLine? after = null;
        while (true)
        {
            var read = await work.Lines(Name, after, MostLines);
            foreach (var line in read)
            {
                await Refill(lines.Line(line), null);
            }

            if (read.Count < MostLines)
            {
                return;
            }

            after = read[^1];
        }
    }

    private async Task Refill(ReadyLine line, QueueEntry? after)
    {
        var asked = line.BeginRefill();
        try
        {
            var read = await work.Ready(Name, line.Line, after, asked);
            lines.Refill(line, read, read.Count < asked, id => granting.ContainsKey(id) || resting.ContainsKey(id) || book.HoldsId(id));
        }
        catch
        {
            line.AbandonRefill();
            throw;
        }
    }

    private async Task ReadScheduled(DateTimeOffset now)
    {
        var until = now + ScheduledEntries.Ahead + pace.Every;
        var read = await work.Scheduled(Name, until, ScheduledEntries.Most);
        scheduled.Fill(read, read.Count < ScheduledEntries.Most ? until : read[^1].ReadyAt);
    }

    /// <summary>Runs the upkeep when the next thing is due, and at least every second while there is work.</summary>
    private void PlanUpkeep()
    {
        var now = clock.Now();
        busyAt = now;
        var next = Soonest(now + LongestSleep, scheduled.NextDue, retryAt, keyRates.NextDue);
        if (next < plannedFor && !isKeepingUp)
        {
            plannedFor = next;
            upkeep?.Change(next > now ? next - now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task Upkeep()
    {
        isKeepingUp = true;
        plannedFor = DateTimeOffset.MaxValue;
        var pause = TimeSpan.FromMilliseconds(1);
        try
        {
            var now = clock.Now();
            retryAt = retryAt <= now ? null : retryAt;
            parked.Sweep(now);
            WakeRested(now);
            UnblockDueKeys(now);
            await EndLeases(now);
            await ShowLonger(now);
            await PromoteDue(now);
            await RefillStarving();
            await Look(now);
            Offer();
        }
        catch (Exception exception) when (exception is Storage.StorageUnavailableException or Storage.OverloadedException or TimeoutException)
        {
            // What is due stays due: without a pause it would be tried without end.
            pause = RetryTransient;
            LogUpkeepDelayed(exception, Name);
        }
        finally
        {
            isKeepingUp = false;
            Rest(pause);
        }
    }

    private void Rest(TimeSpan atLeast)
    {
        var now = clock.Now();
        DateTimeOffset? sleepsAt = IsIdle(now) ? busyAt + IdleAfter : null;
        if (now >= sleepsAt)
        {
            DeactivateOnIdle();
            return;
        }

        if (MustMove(now))
        {
            Move();
            return;
        }

        var idle = lines.Count == 0 && book.Count == 0 && !lines.HasBeyond;
        plannedFor = Soonest(
            now + (idle ? pace.Every : LongestSleep), sleepsAt, scheduled.NextDue, retryAt, keyRates.NextDue, book.NextEnd(now), rate is { } limit && lines.Count > 0 ? now + limit.UntilNext : null);
        var wait = plannedFor - now;
        upkeep!.Change(wait < atLeast ? atLeast : wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Nothing runs or falls due soon: what waits, waits in the rows until somebody asks. A rate that holds anything back remembers what was granted.
    /// </summary>
    private bool IsIdle(DateTimeOffset now) =>
        book.Count == 0 && granting.Count == 0 && resting.Count == 0 && scheduled.Count == 0 && rate?.IsFull(now) != false && keyRates.AreFull(now);

    private async Task EndLeases(DateTimeOffset now)
    {
        foreach (var lease in book.All)
        {
            if (lease.Worker.IsSilo && silos.IsGone(lease.Worker, lease.GrantedAt, now))
            {
                lease.ExpiresAt = now;
            }
        }

        var ends = book.All.Select(lease => (Lease: lease, End: lease.EndedBy(now))).Where(each => each.End is not null).ToArray();
        await Task.WhenAll(ends.Select(each => End(each.Lease, each.End!.Value)));
        if (parked.Count > 0 && lines.Count == 0)
        {
            await TakeBackUntouched();
        }
    }

    private async Task End(HeldLease lease, LeaseEnd end)
    {
        lease.IsEnding = true;
        try
        {
            LogLeaseEnded(lease.Id, lease.Worker.Value, end, Name);
            await work.End(lease, end);
            meter.LeaseEnded(end);
            Forget(lease.Token);
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

    private async Task PromoteDue(DateTimeOffset now)
    {
        while (scheduled.TakeDue(now, PromoteAtOnce) is { Count: > 0 } due)
        {
            try
            {
                await Task.WhenAll(due.Select(work.Promote));
            }
            catch
            {
                scheduled.PutBack(due);
                throw;
            }
        }

        if (scheduled.NeedsFill(now, pace.Every))
        {
            await ReadScheduled(now);
        }
    }

    /// <summary>A busy line does not wait for the upkeep: what was taken from it is read again while the rest is served.</summary>
    private async Task RefillBehind(ReadyLine line)
    {
        try
        {
            await Refill(line, line.Horizon);
            Offer();
        }
        catch (Exception exception) when (exception is Storage.StorageUnavailableException or Storage.OverloadedException or TimeoutException)
        {
            LogUpkeepDelayed(exception, Name);
        }
    }

    private Task RefillStarving() => Task.WhenAll(lines.Starving.ToArray().Select(line => Refill(line, line.Horizon)));

    /// <summary>Looks in the rows for news that was lost: entries nobody told of, leases that ended or began without a word.</summary>
    private async Task Look(DateTimeOffset now)
    {
        if (now - lookedAt < pace.Every)
        {
            return;
        }

        lookedAt = now;
        foreach (var entry in await work.LongestWaiting(Name, now - Settling, LookDepth))
        {
            Enter(entry);
        }

        foreach (var entry in await work.Scheduled(Name, now - Settling, LookDepth))
        {
            scheduled.Add(entry);
        }

        // Also when nothing is known of: a grant given up as unconfirmed may have been committed after all.
        await CompareHeld(now);
    }

    private async Task CompareHeld(DateTimeOffset now)
    {
        settledMeanwhile = [];
        var remembered = book.All.Where(lease => lease.BatchId is null && lease.GrantedAt < now - Settling).Select(lease => lease.Token).ToArray();
        var held = (await work.Held(Name, now, MostHeld)).ToDictionary(lease => lease.Token);
        foreach (var token in remembered.Where(token => !held.ContainsKey(token)))
        {
            Forget(token);
        }

        foreach (var lease in held.Values.Where(lease => lease.GrantedAt < now - Settling && !settledMeanwhile.Contains(lease.Token)))
        {
            Learn(lease);
        }

        settledMeanwhile = null;
    }

    /// <summary>A lease the queue did not hear of, or whose cancellation it did not hear of.</summary>
    private void Learn(HeldLease lease)
    {
        if (book.Find(lease.Token) is { } known)
        {
            known.CancelUntil ??= lease.CancelUntil;
            LeaveBatch(known);
        }
        else if (!granting.ContainsKey(lease.Id))
        {
            lease.KnownSince = clock.Now();
            book.Add(lease);
        }
    }

    private static DateTimeOffset Soonest(DateTimeOffset first, params ReadOnlySpan<DateTimeOffset?> others)
    {
        var soonest = first;
        foreach (var other in others)
        {
            soonest = other < soonest ? other.Value : soonest;
        }

        return soonest;
    }
}
