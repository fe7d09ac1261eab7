namespace GrainJobs.Jobs;

/// <summary>The wait before a retry: doubles with each counted failure, with jitter, up to a day.</summary>
internal static class Backoff
{
    /// <summary>The share by which a wait varies either way.</summary>
    public const double JitterShare = 0.2;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <param name="first">The wait after the first failure.</param>
    /// <param name="failures">Counted failures so far, from 1.</param>
    /// <param name="jitter">0 to 1.</param>
    public static TimeSpan Wait(TimeSpan first, int failures, double jitter)
    {
        var doubled = first.TotalSeconds * Math.Pow(2, Math.Min(failures, 40) - 1);
        var spread = 1 - JitterShare + (2 * JitterShare * jitter);
        return TimeSpan.FromSeconds(Math.Min(doubled * spread, Longest.TotalSeconds));
    }

    /// <summary>A wait somebody asked for, within the same bounds.</summary>
    public static TimeSpan Within(TimeSpan asked) => asked < TimeSpan.Zero ? TimeSpan.Zero : asked > Longest ? Longest : asked;
}
