using Orleans.Concurrency;

namespace GrainJobs.Silos;

/// <summary>Tells what this silo knows of the cluster.</summary>
[StatelessWorker(2)]
[Reentrant]
internal sealed class RosterGrain(IClusterMembershipService membership, Partings partings) : Grain, IRosterGrain
{
    public Task<string[]> Active() => Task.FromResult(Texts(membership.CurrentSnapshot.Members.Values.Where(static member => member.Status == SiloStatus.Active).Select(static member => member.SiloAddress)));

    public Task<string[]> Leaving() => Task.FromResult(Texts(partings.Recent()));

    private static string[] Texts(IEnumerable<SiloAddress> silos) => [.. silos.Select(static silo => silo.ToParsableString())];
}
