using GrainJobs.Workers;

namespace GrainJobs.Leases;

/// <summary>Who holds a job or build since when. When it ends is the queue's memory, renewed by heartbeats.</summary>
[GenerateSerializer, Immutable, Alias("gj.Lease")]
public sealed record Lease(
    [property: Id(0)] LeaseToken Token,
    [property: Id(1)] WorkerId Worker,
    [property: Id(2)] DateTimeOffset GrantedAt);
