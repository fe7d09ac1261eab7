namespace GrainJobs.Queues;

/// <summary>Limits of a queue; absent: none. All can be changed while it runs.</summary>
[GenerateSerializer, Immutable, Alias("gj.QueueLimits")]
public sealed record QueueLimits
{
    /// <summary>Leases held at once.</summary>
    [Id(0)]
    public int? MaxInFlight { get; init; }

    /// <summary>Grants per second, averaged over a second.</summary>
    [Id(1)]
    public double? RatePerSecond { get; init; }

    /// <summary>Leases held at once per concurrency key.</summary>
    [Id(2)]
    public int? MaxInFlightPerKey { get; init; }

    /// <summary>Grants per second and concurrency key, averaged over a second; jobs without a key are not counted.</summary>
    [Id(3)]
    public double? RatePerSecondPerKey { get; init; }
}
