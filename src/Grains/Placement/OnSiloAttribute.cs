using Orleans.Placement;

namespace GrainJobs.Placement;

/// <summary>The grain lives on the silo whose address is its key.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnSiloAttribute() : PlacementAttribute(OnSiloPlacement.Instance);
