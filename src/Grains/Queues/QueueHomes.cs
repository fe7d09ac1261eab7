namespace GrainJobs.Queues;

/// <summary>Which queues this silo is the home of, as the cluster is now.</summary>
internal sealed class QueueHomes(IClusterMembershipService membership, ILocalSiloDetails silo)
{
    /// <summary>Changes with the cluster.</summary>
    public MembershipVersion Version => membership.CurrentSnapshot.Version;

    public bool IsHome(QueueName queue) => QueueHome.Of(queue, Active()) is not { } home || home == silo.SiloAddress.ToParsableString();

    private IEnumerable<string> Active() => membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status == SiloStatus.Active)
        .Select(member => member.SiloAddress.ToParsableString());
}
