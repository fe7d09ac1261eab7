using System.Diagnostics.CodeAnalysis;
using GrainJobs.Queues;
using Orleans.Metadata;
using Orleans.Runtime.Placement;

namespace GrainJobs.Placement;

/// <summary>
/// Says which grains live at home. Not an attribute: silos tell each other the attributes of grains, and one of the first release, which does not know
/// this placement, would refuse to place a queue at all.
/// </summary>
internal sealed class AtHomeResolver(GrainTypeResolver types) : IPlacementStrategyResolver
{
    private readonly GrainType queue = types.GetGrainType(typeof(QueueGrain));

    public bool TryResolvePlacementStrategy(GrainType grainType, GrainProperties? properties, [MaybeNullWhen(false)] out PlacementStrategy result)
    {
        result = grainType == queue ? AtHomePlacement.Instance : null;
        return result is not null;
    }
}
