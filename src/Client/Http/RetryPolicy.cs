using System.Net;

namespace GrainJobs.Http;

/// <summary>Which failures are worth another try, and after how long. Pure: no clock, no randomness of its own.</summary>
internal static class RetryPolicy
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(60);

    /// <summary>May an answer with this status be followed by the same call again?</summary>
    internal static bool Again(HttpStatusCode status, bool repeatable, bool hasRetryAfter) => status switch
    {
        // Refused before anything was done.
        HttpStatusCode.TooManyRequests => true,
        // Nothing was acknowledged, but something may have been done.
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.BadGateway or HttpStatusCode.RequestTimeout => repeatable,
        HttpStatusCode.InternalServerError => repeatable,
        // The first call under this idempotency key is still running.
        HttpStatusCode.Conflict => repeatable && hasRetryAfter,
        _ => false,
    };

    /// <summary>May the call be sent again after this fault of the connection?</summary>
    internal static bool Again(HttpRequestError fault, bool repeatable)
        => repeatable || fault is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError;

    /// <summary>The pause before try number <paramref name="tries"/> + 1: doubling, half of it random, never shorter than the server asked for.</summary>
    /// <param name="luck">From 0 to 1.</param>
    internal static TimeSpan Pause(int tries, TimeSpan? retryAfter, double luck)
    {
        TimeSpan full = FirstPause * Math.Pow(2, Math.Min(tries - 1, 10));
        TimeSpan capped = full < LongestPause ? full : LongestPause;
        TimeSpan jittered = capped * (0.5 + (0.5 * luck));
        TimeSpan asked = retryAfter is not { } wish ? TimeSpan.Zero : wish < LongestRetryAfter ? wish : LongestRetryAfter;
        return jittered > asked ? jittered : asked + (jittered * 0.1);
    }
}
