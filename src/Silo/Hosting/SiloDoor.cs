using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;

namespace GrainJobs.Hosting;

/// <summary>
/// A silo that comes back at the address of one that died is, to the others, the dead one until they hear otherwise. What they connect to reach that
/// one, Orleans closes 10 s after its death, with every message on its way, although the new one shares it by then. So no silo gets in before the
/// table tells of the death, and none goes out on what it believed before.
/// A silo that joins must not be shut for longer: those that are members already ask for signs of life, and evict it after 2.5 s without.
/// </summary>
internal sealed class SiloDoor(ISiloStatusOracle oracle, TimeProvider time) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>The first stage after the one in which a silo writes that it joins. It has written before that its predecessors are dead.</summary>
    private const int Joined = ServiceLifecycleStage.ApplicationServices;

    /// <summary>While the database is away the old belief must do.</summary>
    private static readonly TimeSpan AskWithin = TimeSpan.FromSeconds(1);

    /// <summary>Who connected, and asked the table, before it told of the death may still wait to be let in: on a busy machine that takes a while.</summary>
    private static readonly TimeSpan LateComers = TimeSpan.FromSeconds(0.5);

    private long joinedAt = long.MaxValue;

    private bool IsOpen => oracle.CurrentStatus switch
    {
        SiloStatus.None or SiloStatus.Created => false,
        SiloStatus.Joining => time.GetElapsedTime(Volatile.Read(ref joinedAt)) >= LateComers,
        _ => true,
    };

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(SiloDoor), Joined, _ =>
    {
        Volatile.Write(ref joinedAt, time.GetTimestamp());
        return Task.CompletedTask;
    });

    internal static void Guard(SiloConnectionOptions options)
    {
        options.ConfigureSiloInboundConnection(GuardInside);
        options.ConfigureSiloOutboundConnection(GuardOutside);
    }

    /// <summary>What a silo has to ask before it is a member goes out by connections of its own, and the answers come back by them.</summary>
    private static void GuardInside(IConnectionBuilder builder)
    {
        var door = new Lazy<SiloDoor>(builder.ApplicationServices.GetRequiredService<SiloDoor>);
        builder.Use(next => connection => door.Value.IsOpen ? next(connection) : Refuse(connection));
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
