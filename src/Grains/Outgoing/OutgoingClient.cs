using Microsoft.Security.AntiSSRF;

namespace GrainJobs.Outgoing;

/// <summary>
/// The one HTTP client for calls to foreign targets. The library checks the address at the moment it connects to it, so that a name which
/// changes its address meanwhile gains nothing; no redirects, no cookies, no proxy of the environment.
/// </summary>
internal sealed class OutgoingClient(OutgoingRules rules) : IDisposable
{
    private const int MostHeaderKilobytes = 32;
    private static readonly TimeSpan KeepConnections = TimeSpan.FromMinutes(2);

    public HttpClient Http { get; } = new(Handler(rules)) { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => Http.Dispose();

    private static AntiSSRFHandler Handler(OutgoingRules rules)
    {
        var policy = new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest) { AllowPlainTextHttp = true, AddXFFHeader = false };
        if (rules.Allowed is { Length: > 0 } allowed)
        {
            policy.AddAllowedAddresses(allowed);
        }

        var handler = policy.GetHandler();
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.MaxResponseHeadersLength = MostHeaderKilobytes;
        handler.PooledConnectionLifetime = KeepConnections;
        return handler;
    }
}
