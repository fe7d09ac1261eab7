using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Storage;

namespace GrainJobs.Workers;

internal sealed partial class WorkerGrain
{
    private static readonly TimeSpan SeenEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReviveWithin = TimeSpan.FromSeconds(1);

    private Task noting = Task.CompletedTask;
    private bool seenIsBeingWritten;

    public async Task<Result<WorkerWelcome>> Register(WorkerRegistration registration)
    {
        var wasKnown = record.IsRegistered;
        await Change(each => WorkerRules.Register(each, registration, clock.Now()));
        return new WorkerWelcome(View(), wasKnown);
    }

    public Task<bool> Admits(int generation) => Task.FromResult(WorkerRules.Admits(record, generation));

    public Task WentSilent(LeaseToken token)
    {
        Release(token);
        return Note(each => each with { Offline = true });
    }

    public async Task<Result<int>> Unregister(int? generation)
    {
        if (Refuse(generation) is { } refusal)
        {
            return refusal;
        }

        await Change(each => WorkerRules.Leave(each, clock.Now()));
        await Verify();
        return await GiveBack([.. held.Values.Select(lease => lease.Token)], "the worker has left");
    }

    public async Task<Result<WorkerView>> Drain(bool draining)
    {
        if (Refuse(null) is { } refusal)
        {
            return refusal;
        }

        await Change(each => each with { Draining = draining });
        return View();
    }

    /// <summary>Hands back what it holds; answers how many builds went back.</summary>
    private async Task<int> GiveBack(LeaseToken[] tokens, string reason)
    {
        var returned = 0;
        foreach (var token in tokens)
        {
            if (!held.Remove(token.Value, out var lease))
            {
                continue;
            }

            if (lease.Queue == QueueName.Builds)
            {
                var released = await Grain(token).Report(new() { Worker = Id, Token = token, Kind = ReportKind.Release, Reason = reason });
                returned += released.IsRefused ? 0 : 1;
            }
            else
            {
                await GrainFactory.GetGrain<IJobGrain>(token.Subject!).Report(new() { Token = token, Kind = ReportKind.Release, Reason = reason });
            }
        }

        return returned;
    }

    private WorkerView View() => new WorkerStanding(record, held.Count, 0, 0).ToView(clock.Now(), options.Value.HeartbeatLimit);

    /// <summary>Writes, then adopts. After a failed write the record is read again at the next activation.</summary>
    private async Task Change(Func<WorkerRecord, WorkerRecord> rule)
    {
        try
        {
            record = await ledger.Change(record, rule);
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>It was heard of. Written now and then, beside the call: a locked or slow row holds nobody up.</summary>
    private void Seen()
    {
        var now = clock.Now();
        var every = options.Value.HeartbeatLimit / 4 < SeenEvery ? options.Value.HeartbeatLimit / 4 : SeenEvery;
        if (record.IsRegistered && !seenIsBeingWritten && now - record.SeenAt > every)
        {
            seenIsBeingWritten = true;
            noting = Note(each => each with { SeenAt = now, Offline = false });
        }
    }

    /// <summary>A poll brings it back. Waits a moment for the row to say so, no longer.</summary>
    private async Task Revive()
    {
        if (!record.Offline)
        {
            return;
        }

        var reviving = Note(each => each with { SeenAt = clock.Now(), Offline = false });
        await Task.WhenAny(reviving, Task.Delay(ReviveWithin, clock.Provider));
    }

    private async Task Note(Func<WorkerRecord, WorkerRecord> rule)
    {
        try
        {
            record = await ledger.Change(record, rule);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or OverloadedException)
        {
            LogNotNoted(exception, Id);
        }
        finally
        {
            seenIsBeingWritten = false;
        }
    }
}
