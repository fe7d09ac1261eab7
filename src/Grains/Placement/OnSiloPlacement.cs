
namespace GrainJobs.Placement;

/// <summary>Places a grain on the silo whose address is its key.</summary>
[GenerateSerializer, Immutable, Alias("gj.OnSiloPlacement")]
internal sealed class OnSiloPlacement : PlacementStrategy
{
    public static readonly OnSiloPlacement Instance = new();
}
