using Orleans.Storage;

namespace GrainJobs.Storage;

/// <summary>
/// The grains' storage with its failures in our words: a database's own exception can't travel to the caller, who would see a failure of
/// serialization instead of storage that is away.
/// </summary>
internal sealed class ConfirmedGrainStorage(IGrainStorage inner) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Confirmed(() => inner.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Confirmed(() => inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Confirmed(() => inner.ClearStateAsync(stateName, grainId, grainState));

    private static async Task Confirmed(Func<Task> operation)
    {
        try
        {
            await operation();
        }
        catch (Exception failure) when (failure is not (InconsistentStateException or StorageUnavailableException))
        {
            throw new StorageUnavailableException("The grain's state was not confirmed: " + failure.Message);
        }
    }
}
