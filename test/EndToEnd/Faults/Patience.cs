using System.Diagnostics;

namespace GrainJobs.Faults;

/// <summary>Repeats a call until it was taken, as a good client does while a service is away.</summary>
internal static class Patience
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Longer than any fault lasts.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(75);

    /// <summary>True when it was taken; false when it was stopped first. Throws when the service stayed away for longer than any fault.</summary>
    internal static async Task<bool> UntilTakenAsync(string what, Func<Task<bool>> call, CancellationToken stop)
    {
        long began = Stopwatch.GetTimestamp();
        using PeriodicTimer pause = new(Pause);
        while (!stop.IsCancellationRequested)
        {
            if (await call())
            {
                return true;
            }

            if (Stopwatch.GetElapsedTime(began) > Limit)
            {
                throw new TimeoutException($"{what}: not taken for {Limit.TotalSeconds:0} s.");
            }

            await pause.WaitForNextTickAsync(CancellationToken.None);
        }

        return false;
    }

    /// <summary>The answer; null when none came.</summary>
    internal static async Task<T?> OrNothingAsync<T>(Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await call();
        }
        catch (Exception unanswered) when (unanswered is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }
}
