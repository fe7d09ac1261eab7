namespace GrainJobs.Queues;

/// <summary>When to read again what takes the database longer the more there is: at most a share of the time goes into it, and it never rests longer than a limit.</summary>
internal sealed class CostlyRead(int restsFor, TimeSpan longestRest, TimeProvider time)
{
    private long? beganAt;
    private TimeSpan rest;

    public bool IsDue => beganAt is not { } began || time.GetElapsedTime(began) > rest;

    /// <summary>It is due at once.</summary>
    public void Forget() => beganAt = null;

    /// <summary>One that fails is due again at once.</summary>
    public async Task<T> Run<T>(Func<Task<T>> read)
    {
        Forget();
        var began = time.GetTimestamp();
        var result = await read();
        var longer = time.GetElapsedTime(began) * restsFor;
        rest = longer < longestRest ? longer : longestRest;
        beganAt = began;
        return result;
    }
}
