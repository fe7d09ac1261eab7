using System.Net;
using System.Net.Sockets;

namespace GrainJobs.Hosting;

/// <summary>How this process takes part in the cluster.</summary>
public sealed record ClusterSettings
{
    /// <summary>PostgreSQL; absent: embedded, one silo, SQLite.</summary>
    public required string? ConnectionString { get; init; }

    public required string ClusterId { get; init; }

    public required string ServiceId { get; init; }

    public required int SiloPort { get; init; }

    public required int GatewayPort { get; init; }

    /// <summary>The address other silos and gateways reach this silo at.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The address this silo listens at: another than <see cref="Address"/> where that one is translated on the way.</summary>
    public required IPAddress ListenAddress { get; init; }

    /// <summary>How fast a silent silo is declared dead.</summary>
    public required MembershipProfile Profile { get; init; }

    /// <summary>Whether the dashboard is fed; it costs a filter per call.</summary>
    public required bool Dashboard { get; init; }

    public bool IsEmbedded => ConnectionString is null;

    /// <summary>Reads and judges; what is wrong is noted in the settings.</summary>
    public static ClusterSettings Read(Settings settings)
    {
        var address = ReadAddress(settings, "Silo:Address") ?? IPAddress.Loopback;
        return new()
        {
            ConnectionString = settings.Text("ConnectionStrings:GrainJobs"),
            ClusterId = settings.Text("Cluster:Id") ?? "grainjobs",
            ServiceId = settings.Text("Cluster:ServiceId") ?? "grainjobs",
            SiloPort = settings.Number("Silo:Port", IsEmbeddedBy(settings) ? FreePort() : 11111, 1, 65535),
            GatewayPort = settings.Number("Silo:GatewayPort", IsEmbeddedBy(settings) ? FreePort() : 30000, 0, 65535),
            Address = address,
            ListenAddress = ReadAddress(settings, "Silo:ListenAddress") ?? address,
            Profile = ReadProfile(settings),
            Dashboard = settings.Flag("Dashboard:Enabled", true),
        };
    }

    private static bool IsEmbeddedBy(Settings settings) => settings.Text("ConnectionStrings:GrainJobs") is null;

    /// <summary>Nobody connects to an embedded silo: any free port of the loopback will do, so that several can run on one machine.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static IPAddress? ReadAddress(Settings settings, string name)
    {
        if (settings.Text(name) is not { } text)
        {
            return null;
        }

        if (IPAddress.TryParse(text, out var address))
        {
            return address;
        }

        settings.Refuse(name, "must be an IP address, such as 10.0.0.5; that of Silo__Address is how the other silos and gateways reach this one");
        return IPAddress.Loopback;
    }

    private static MembershipProfile ReadProfile(Settings settings)
    {
        if (settings.Text("Cluster:Profile") is not { } text)
        {
            return MembershipProfile.Fast;
        }

        if (Enum.TryParse<MembershipProfile>(text, ignoreCase: true, out var profile) && Enum.IsDefined(profile))
        {
            return profile;
        }

        settings.Refuse("Cluster:Profile", "must be fast or tolerant");
        return MembershipProfile.Fast;
    }
}
