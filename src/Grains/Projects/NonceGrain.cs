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

    public async Task<bool> Use()
    {
        if (await IsUsed())
        {
            return false;
        }

        record.State = new() { UsedAt = clock.Now() };
        try
        {
            await record.WriteStateAsync();
            return true;
        }
        catch (InconsistentStateException)
        {
            DeactivateOnIdle();
            return false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            DeactivateOnIdle();
            throw new StorageUnavailableException("The nonce could not be stored; sign again and try again.", exception);
        }
    }
}
