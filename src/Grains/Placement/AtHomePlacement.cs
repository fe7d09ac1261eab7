namespace GrainJobs.Placement;

/// <summary>Places a queue on its home (see <see cref="Queues.QueueHome"/>).</summary>
[GenerateSerializer, Immutable, Alias("gj.AtHomePlacement")]
internal sealed class AtHomePlacement : PlacementStrategy
{
    public static readonly AtHomePlacement Instance = new();
}
