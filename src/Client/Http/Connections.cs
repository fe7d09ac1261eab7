namespace GrainJobs.Http;

#pragma warning disable CA2000 // The client owns the handler.

/// <summary>Makes the connections of a client: no redirects (a credential must not follow one), no cookies, names looked up again.</summary>
internal static class Connections
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private const int PerServer = 256;

    internal static HttpClient To(Uri server)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectLimit,
            PooledConnectionLifetime = Lifetime,
            MaxConnectionsPerServer = PerServer,
        };
        return new HttpClient(handler, disposeHandler: true) { BaseAddress = Base(server), Timeout = Timeout.InfiniteTimeSpan };
    }

    private static Uri Base(Uri server) => server.AbsoluteUri.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/");
}
