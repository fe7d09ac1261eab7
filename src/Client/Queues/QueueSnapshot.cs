using System.Text.Json;

namespace GrainJobs.Queues;

/// <summary>A queue as the gateway showed it.</summary>
public sealed record QueueSnapshot
{
    public required string Name { get; init; }

    /// <summary>Jobs by status.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = new Dictionary<string, long>();

    public bool Paused { get; init; }

    public JsonElement? Limits { get; init; }

    public JsonElement? Rates { get; init; }

    public double? OldestWaitingSeconds { get; init; }

    public JsonElement? Workers { get; init; }
}

/// <summary>Some queues.</summary>
public sealed record QueuePage(IReadOnlyList<QueueSnapshot> Queues, string? NextCursor);

/// <summary>The limits of a queue from now on; an absent one is no limit.</summary>
public sealed record QueueChange(int? MaxInFlight = null, double? RatePerSecond = null, int? MaxInFlightPerKey = null, double? RatePerSecondPerKey = null);

/// <summary>A concurrency key of a queue.</summary>
public sealed record QueueKey(string Key);
