using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;

namespace GrainJobs.Hosting;

/// <summary>
/// A silo that comes back at the address of one that died is, to the others, the dead one until they hear otherwise. What they connect to reach that
/// one, Orleans closes 10 s after its death, with every message on its way, although the new one shares it by then. So no silo gets in before this
/// one is a member, and none goes out on what it believed before.
/// </summary>
internal static class SiloDoor
{
    /// <summary>While the database is away the old belief must do.</summary>
    private static readonly TimeSpan AskWithin = TimeSpan.FromSeconds(1);

    internal static void Guard(SiloConnectionOptions options)
    {
        options.ConfigureSiloInboundConnection(GuardInside);
        options.ConfigureSiloOutboundConnection(GuardOutside);
    }

    /// <summary>What a silo has to ask before it is a member goes out by connections of its own, and the answers come back by them.</summary>
    private static void GuardInside(IConnectionBuilder builder)
    {
        var oracle = new Lazy<ISiloStatusOracle>(builder.ApplicationServices.GetRequiredService<ISiloStatusOracle>);
        builder.Use(next => connection => oracle.Value.CurrentStatus is SiloStatus.None or SiloStatus.Created or SiloStatus.Joining ? Refuse(connection) : next(connection));
    }

    /// <summary>When the table knows of another silo at the address than this one believed to be there, then it is not the one that is looked for.</summary>
    private static void GuardOutside(IConnectionBuilder builder)
    {
        var membership = new Lazy<IClusterMembershipService>(builder.ApplicationServices.GetRequiredService<IClusterMembershipService>);
        builder.Use(next => async connection =>
        {
            var believed = LivesAt(membership.Value, connection);
            using var limit = new CancellationTokenSource(AskWithin);
            try
            {
                await membership.Value.Refresh(cancellationToken: limit.Token);
            }
#pragma warning disable CA1031 // Whatever keeps the table from answering: silos must reach each other without it.
            catch
#pragma warning restore CA1031
            {
                await next(connection);
                return;
            }

            await (believed is null || believed.Equals(LivesAt(membership.Value, connection)) ? next(connection) : Refuse(connection));
        });
    }

    private static SiloAddress? LivesAt(IClusterMembershipService membership, ConnectionContext connection) => membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status != SiloStatus.Dead && member.SiloAddress.Endpoint.Equals(connection.RemoteEndPoint))
        .MaxBy(member => member.SiloAddress.Generation)?.SiloAddress;

    private static Task Refuse(ConnectionContext connection)
    {
        connection.Abort();
        return Task.CompletedTask;
    }
}
