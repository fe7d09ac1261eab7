using GrainJobs.Storage;
using GrainJobs.Time;
using Orleans.Storage;

namespace GrainJobs.Projects;

/// <summary>One nonce. The row is inserted once: of two activations that race, one insert is refused, and that one was not the first.</summary>
internal sealed class NonceGrain([PersistentState("nonce", GrainStorageName.Grains)] IPersistentState<NonceRecord> record, Clock clock) : Grain, INonceGrain
{
    /// <summary>How long a nonce stays used.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(600);

    public Task<bool> IsUsed() => Task.FromResult(clock.Now() - record.State.UsedAt < Kept);

    public async Task<bool> Use(Guid caller)
    {
        if (await IsUsed())
        {
            return record.State.UsedBy == caller;
        }

        record.State = new() { UsedAt = clock.Now(), UsedBy = caller };
        try
        {
            await record.WriteStateAsync();
            return true;
        }
        catch (InconsistentStateException)
        {
            // Somebody was first: another caller, or this one with an earlier try. The row knows; it is read again.
            await record.ReadStateAsync();
            return record.State.UsedBy == caller;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            DeactivateOnIdle();
            throw new StorageUnavailableException("The nonce could not be stored; sign again and try again.", exception);
        }
    }
}
