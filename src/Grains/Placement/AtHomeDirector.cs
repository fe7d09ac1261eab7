using GrainJobs.Queues;
using Orleans.Runtime.Placement;

namespace GrainJobs.Placement;

/// <summary>Finds a queue's home among the silos that can have it.</summary>
internal sealed class AtHomeDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var queue = new QueueName(target.GrainIdentity.Key.ToString() ?? "");
        var home = QueueHome.Of(queue, silos.Select(silo => silo.ToParsableString()));
        return Task.FromResult(Array.Find(silos, silo => silo.ToParsableString() == home) ?? context.LocalSilo);
    }
}
