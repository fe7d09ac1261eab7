using GrainJobs.Storage;
using Orleans.Runtime.Messaging;

namespace GrainJobs.Projects;

/// <summary>
/// Repeats a call whose repetition is the same operation while the cluster moves work from a silo that died. When that takes too long the
/// request is refused with 503, and the client may repeat it.
/// </summary>
internal static class SafeRepeat
{
    private const int MostTries = 3;

    internal static async Task<T> Run<T>(Func<Task<T>> call)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await call();
            }
            catch (Exception moving) when (IsMoving(moving))
            {
                if (tries == MostTries)
                {
                    throw new StorageUnavailableException("The cluster did not answer in time.", moving);
                }
            }
        }
    }

    private static bool IsMoving(Exception failure) =>
        failure is TimeoutException or SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException;
}
