using GrainJobs.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GrainJobs.Hosting;

/// <summary>What the server itself bounds, before a request reaches us.</summary>
internal static class KestrelSetup
{
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(120);

    internal static void UseLimits(this KestrelServerOptions options, LimitSettings limits)
    {
        options.AddServerHeader = false;
        options.Limits.RequestHeadersTimeout = HeadersTimeout;
        options.Limits.KeepAliveTimeout = KeepAlive;
        options.Limits.MaxConcurrentConnections = limits.Connections;
        options.Limits.MaxRequestBodySize = limits.JsonBytes;

        // A body that trickles is cut; a worker on a thin line is not.
        options.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
        options.Limits.MinResponseDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
    }
}
