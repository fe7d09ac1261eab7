using System.Diagnostics;

namespace GrainJobs.Time;

/// <summary>Waits for a condition instead of sleeping; gives up at a limit and says what it was waiting for.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a condition gets when the caller names no limit.</summary>
    public static TimeSpan DefaultLimit { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Returns when <paramref name="condition"/> holds, or throws a <see cref="TimeoutException"/> naming <paramref name="what"/>.</summary>
    public static Task BeTrue(string what, Func<bool> condition, TimeSpan? limit = null)
        => BeTrue(what, () => Task.FromResult(condition()), limit);

    /// <summary>As the other, for a condition that has to ask somebody.</summary>
    public static Task BeTrue(string what, Func<Task<bool>> condition, TimeSpan? limit = null)
        => Get(what, condition, static held => held, limit);

    /// <summary>Asks until <paramref name="good"/> likes the answer and returns it; the last answer or fault is in the failure.</summary>
    public static async Task<T> Get<T>(string what, Func<Task<T>> ask, Predicate<T> good, TimeSpan? limit = null)
    {
        TimeSpan allowed = limit ?? DefaultLimit;
        long began = Stopwatch.GetTimestamp();
        using PeriodicTimer pause = new(Pause);
        while (true)
        {
            (bool answered, T? answer, Exception? fault) = await Try(ask);
            if (answered && good(answer!))
            {
                return answer!;
            }

            if (Stopwatch.GetElapsedTime(began) > allowed)
            {
                throw new TimeoutException($"Not within {allowed.TotalSeconds:0.#} s: {what}. Last: {fault?.Message ?? answer?.ToString()}", fault);
            }

            await pause.WaitForNextTickAsync();
        }
    }

    // While a server starts or restarts, asking it fails in these ways; anything else is the test's own bug and is thrown at once.
    private static async Task<(bool Answered, T? Answer, Exception? Fault)> Try<T>(Func<Task<T>> ask)
    {
        try
        {
            return (true, await ask(), null);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException or System.Data.Common.DbException)
        {
            return (false, default, fault);
        }
    }
}
