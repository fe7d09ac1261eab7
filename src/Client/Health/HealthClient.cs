using GrainJobs.Http;

namespace GrainJobs.Health;

/// <summary>The open routes about the service itself.</summary>
public sealed class HealthClient
{
    private readonly Gateway gateway;

    internal HealthClient(Gateway gateway) => this.gateway = gateway;

    /// <summary>Whether the service answers and takes work now.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken stop = default)
    {
        try
        {
            await gateway.SendAsync(new Call(HttpMethod.Get, "health/ready") { Patience = TimeSpan.Zero }, stop);
            return true;
        }
        catch (Exception fault) when (fault is GatewayException or GatewayUnavailableException)
        {
            return false;
        }
    }

    /// <summary>What the whole service is doing.</summary>
    public Task<ServiceCounts> CountsAsync(CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Get, "api/stats") { Repeatable = true }, CamelJson.Default.ServiceCounts, stop);
}
