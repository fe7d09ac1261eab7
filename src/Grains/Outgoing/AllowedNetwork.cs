using System.Net;

namespace GrainJobs.Outgoing;

/// <summary>One entry of the list of private networks that may be reached.</summary>
internal static class AllowedNetwork
{
    /// <summary>CIDR notation, or one address; null when the text is neither.</summary>
    public static IPNetwork? Parse(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }
}
