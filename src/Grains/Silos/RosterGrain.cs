using Orleans.Concurrency;

namespace GrainJobs.Silos;

/// <summary>Tells what this silo knows of the cluster.</summary>
[StatelessWorker(2)]
[Reentrant]
internal sealed class RosterGrain(IClusterMembershipService membership) : Grain, IRosterGrain
{
    public Task<string[]> Active() => Task.FromResult(Those(static status => status == SiloStatus.Active));

    public Task<string[]> Leaving() => Task.FromResult(Those(static status => status is SiloStatus.ShuttingDown or SiloStatus.Stopping));

    private string[] Those(Predicate<SiloStatus> wanted) =>
        [.. membership.CurrentSnapshot.Members.Values.Where(member => wanted(member.Status)).Select(member => member.SiloAddress.ToParsableString())];
}
