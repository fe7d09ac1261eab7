using System.Net;
using Microsoft.Extensions.Options;

namespace GrainJobs.Outgoing;

/// <summary>Which targets the service may call: public http(s) addresses, and private networks only when listed.</summary>
internal sealed class OutgoingRules(IOptions<OutgoingOptions> options)
{
    private const string Private = "points into a private network; list it in Outgoing__AllowedNetworks to allow it";

    private readonly IPNetwork[] allowed = [.. options.Value.AllowedNetworks.Select(each => AllowedNetwork.Parse(each)!.Value)];

    /// <summary>The listed networks, in CIDR notation.</summary>
    public string[] Allowed => [.. allowed.Select(network => network.ToString())];

    /// <summary>What is wrong with a URL as far as can be told without asking the network; null when nothing is.</summary>
    public string? Fault(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return "must be an absolute http or https URL";
        }

        if (uri.UserInfo.Length > 0)
        {
            return "must not carry a user name or password";
        }

        var host = uri.IdnHost.TrimEnd('.');
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            return MayReach(address) ? null : Private;
        }

        return IsLoopbackName(host) && !MayReach(IPAddress.Loopback) ? Private : null;
    }

    /// <summary>Whether an address may be connected to.</summary>
    public bool MayReach(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return allowed.Any(network => network.Contains(plain)) || PublicAddress.Is(plain);
    }

    /// <summary>These names mean this machine (RFC 6761).</summary>
    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
