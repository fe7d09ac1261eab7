using Orleans.Runtime.Placement;

namespace GrainJobs.Placement;

/// <summary>
/// Finds the silo that a grain's key names. One that has left is called for a moment longer by those who have not heard of it; the call
/// is answered by another silo, where the grain must do nothing: a refusal here would be tried again and logged as an error each time.
/// </summary>
internal sealed class OnSiloDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var wanted = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString() ?? "");
        var silos = context.GetCompatibleSilos(target);
        return Task.FromResult(silos.Contains(wanted) ? wanted : silos.Contains(context.LocalSilo) ? context.LocalSilo : silos[0]);
    }
}
