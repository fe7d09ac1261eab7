using System.Net;
using System.Net.Sockets;
using Microsoft.Security.AntiSSRF;

namespace GrainJobs.Outgoing;

/// <summary>Tells public addresses from those of private, special and documentation use; the ranges are those the outgoing connections are held to.</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Special = [.. IPAddressRanges.recommendedLatest.Select(IPNetwork.Parse)];

    public static bool Is(IPAddress address) =>
        address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !Special.Any(network => network.Contains(address));
}
