using GrainJobs.Leases;
using GrainJobs.Storage;

namespace GrainJobs.Silos;

/// <summary>
/// Repeats a call whose repetition is the same operation while the cluster moves work from a silo that died. When that takes too long the
/// request is refused with 503, and the client may repeat it.
/// </summary>
internal static class SafeRepeat
{
    private const int MostTries = 3;

    // Longer than it takes to find a killed silo dead and to give up what it took with it.
    private static readonly TimeSpan BeatsFor = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan BeatPause = TimeSpan.FromMilliseconds(100);

    internal static async Task<T> Run<T>(Func<Task<T>> call)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await call();
            }
            catch (Exception moving) when (LostAnswer.IsMoving(moving) || moving is TimeoutException)
            {
                if (tries == MostTries)
                {
                    throw new StorageUnavailableException("The cluster did not answer in time.", moving);
                }
            }
        }
    }

    /// <summary>
    /// A sign of life that went down with a silo: the queue's new place counts the seconds until it hears of the worker. Not repeated after a time limit,
    /// since the next is then due anyway.
    /// </summary>
    internal static async Task<T> Beat<T>(Func<Task<T>> call, TimeProvider time, CancellationToken hungUp)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception moving) when (LostAnswer.IsMoving(moving) && time.GetElapsedTime(began) < BeatsFor)
            {
                await Task.Delay(BeatPause, time, hungUp);
            }
        }
    }
}
