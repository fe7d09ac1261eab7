namespace GrainJobs.Leases;

/// <summary>One lease in a heartbeat.</summary>
[GenerateSerializer, Immutable, Alias("gj.LeaseBeat")]
public sealed record LeaseBeat([property: Id(0)] LeaseToken Token, [property: Id(1)] int? Progress, [property: Id(2)] string? Message);
