using GrainJobs.Storage;
using GrainJobs.Time;

namespace GrainJobs.Requests;

/// <summary>One idempotency key. A begun request is written before it runs, so that a second one never runs beside it on another gateway.</summary>
internal sealed class RequestGrain(
    [PersistentState("request", GrainStorageName.Grains)] IPersistentState<RequestRecord> record, Clock clock) : Grain, IRequestGrain
{
    /// <summary>After this long without a word from the gateway that runs the request it counts as dead, and the key is free again.</summary>
    public static readonly TimeSpan RunsAtMost = TimeSpan.FromSeconds(15);

    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public async Task<RequestState> Begin(string fingerprint)
    {
        var now = clock.Now();
        var state = record.State;
        var isOver = state.Answer is null ? now - state.BegunAt > RunsAtMost : now - state.BegunAt > Kept;
        if (state.Fingerprint is null || isOver)
        {
            await Write(new() { Fingerprint = fingerprint, BegunAt = now });
            return new() { Phase = RequestPhase.Begun };
        }

        if (state.Fingerprint != fingerprint)
        {
            return new() { Phase = RequestPhase.Different };
        }

        return state.Answer is null
            ? new() { Phase = RequestPhase.Running }
            : new() { Phase = RequestPhase.Finished, Answer = state.Answer };
    }

    public Task Renew(string fingerprint) =>
        record.State.Fingerprint == fingerprint && record.State.Answer is null
            ? Write(new() { Fingerprint = fingerprint, BegunAt = clock.Now() })
            : Task.CompletedTask;

    public Task Finish(string fingerprint, RequestAnswer answer) =>
        record.State.Fingerprint == fingerprint
            ? Write(new() { Fingerprint = fingerprint, BegunAt = record.State.BegunAt, Answer = answer })
            : Task.CompletedTask;

    public Task Abandon(string fingerprint) =>
        record.State.Fingerprint == fingerprint && record.State.Answer is null ? Write(new()) : Task.CompletedTask;

    private async Task Write(RequestRecord next)
    {
        record.State = next;
        try
        {
            await record.WriteStateAsync();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            DeactivateOnIdle();
            throw new StorageUnavailableException("The idempotency key could not be stored; try again.", exception);
        }
    }
}
