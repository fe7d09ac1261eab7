namespace GrainJobs.Queues;

/// <summary>The limits of a queue; absent: none.</summary>
internal sealed record LimitsBody
{
    public int? MaxInFlight { get; init; }

    public double? RatePerSecond { get; init; }

    public int? MaxInFlightPerKey { get; init; }

    public double? RatePerSecondPerKey { get; init; }

    internal static LimitsBody Of(QueueLimits limits) => new()
    {
        MaxInFlight = limits.MaxInFlight,
        RatePerSecond = limits.RatePerSecond,
        MaxInFlightPerKey = limits.MaxInFlightPerKey,
        RatePerSecondPerKey = limits.RatePerSecondPerKey,
    };

    internal QueueLimits ToLimits() =>
        new() { MaxInFlight = MaxInFlight, RatePerSecond = RatePerSecond, MaxInFlightPerKey = MaxInFlightPerKey, RatePerSecondPerKey = RatePerSecondPerKey };
}
