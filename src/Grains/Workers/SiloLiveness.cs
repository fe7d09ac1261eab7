
namespace GrainJobs.Workers;

/// <summary>Tells from the cluster's membership whether a silo's own worker is gone for good.</summary>
internal sealed class SiloLiveness(IClusterMembershipService membership)
{
    /// <summary>A silo that this one has not heard of yet may be new.</summary>
    private static readonly TimeSpan HearsWithin = TimeSpan.FromSeconds(10);

    public static WorkerId WorkerOf(SiloAddress silo) => new(WorkerId.SiloPrefix + silo.ToParsableString());

    public bool IsGone(WorkerId worker, DateTimeOffset seenAt, DateTimeOffset now)
    {
        var silo = SiloAddress.FromParsableString(worker.Value[WorkerId.SiloPrefix.Length..]);
        var snapshot = membership.CurrentSnapshot;
        return snapshot.GetSiloStatus(silo) switch
        {
            SiloStatus.Dead => true,
            SiloStatus.None => HasSuccessor(snapshot, silo) || now - seenAt > HearsWithin,
            _ => false,
        };
    }

    private static bool HasSuccessor(ClusterMembershipSnapshot snapshot, SiloAddress silo) =>
        snapshot.Members.Keys.Any(member => member.Endpoint.Equals(silo.Endpoint) && member.Generation > silo.Generation);
}
