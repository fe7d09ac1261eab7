using System.Text.Json.Serialization;

namespace GrainJobs.Queues;

/// <summary>All queues.</summary>
internal sealed record QueuesView(IReadOnlyList<QueueBody> Queues, string? NextCursor = null);

/// <summary>One queue as clients see it.</summary>
internal sealed record QueueBody
{
    public required string Name { get; init; }

    /// <summary>Jobs by status.</summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    public required bool Paused { get; init; }

    /// <summary>Who paused or drains it.</summary>
    public string? PausedBy { get; init; }

    public required bool Draining { get; init; }

    /// <summary>Concurrency keys that are passed over; absent: none.</summary>
    public IReadOnlyList<PausedKeyView>? PausedKeys { get; init; }

    public required LimitsBody Limits { get; init; }

    public required RatesView Rates { get; init; }

    /// <summary>How long the first in line has waited; null: none waits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double? OldestWaitingSeconds { get; init; }

    public required int Workers { get; init; }

    internal static QueueBody Of(QueueView view) => new()
    {
        Name = view.Name.Value,
        Counts = Enum.GetValues<Jobs.JobStatus>().ToDictionary(status => status.ToString().ToLowerInvariant(), status => view.Counts.GetValueOrDefault(status)),
        Paused = view.Paused,
        PausedBy = view.PausedBy,
        Draining = view.Draining,
        PausedKeys = view.PausedKeys.IsEmpty ? null : [.. view.PausedKeys.Select(paused => new PausedKeyView(paused.Key, paused.Value))],
        Limits = LimitsBody.Of(view.Limits),
        Rates = new(Math.Round(view.GrantsPerSecond, 3), Math.Round(view.SettledPerSecond, 3)),
        OldestWaitingSeconds = view.OldestWaitingSeconds,
        Workers = view.Workers,
    };
}

/// <summary>A concurrency key to pause or to resume.</summary>
internal sealed record KeyBody
{
    public required string Key { get; init; }
}

/// <summary>A concurrency key that is passed over, and who paused it.</summary>
internal sealed record PausedKeyView(string Key, string PausedBy);

/// <summary>Over the last full minute, per second.</summary>
internal sealed record RatesView(double GrantsPerSecond, double SettledPerSecond);
