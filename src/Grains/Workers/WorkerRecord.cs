using System.Collections.Immutable;

namespace GrainJobs.Workers;

/// <summary>What is kept of a worker: the row is this record. Every change raises <see cref="Version"/> by one.</summary>
internal sealed record WorkerRecord
{
    public const string Unnamed = "Unnamed Worker";

    public required WorkerId Id { get; init; }

    /// <summary>0: not stored yet.</summary>
    public long Version { get; init; }

    public string Name { get; init; } = Unnamed;

    /// <summary>JSON text.</summary>
    public string? Capabilities { get; init; }

    /// <summary>Builds it can do; empty: all.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>Leases it may hold at once.</summary>
    public int Capacity { get; init; } = 1;

    /// <summary>False after it left; its row stays, so that its old tokens stay dead.</summary>
    public bool IsRegistered { get; init; }

    /// <summary>It is to take no new work.</summary>
    public bool Draining { get; init; }

    /// <summary>It lost a lease by silence and was not heard of since.</summary>
    public bool Offline { get; init; }

    /// <summary>It has shown a lease token: its grants come back when their answer was lost.</summary>
    public bool SpeaksTokens { get; init; }

    /// <summary>Of the tokens it is given now.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>The oldest generation that still counts.</summary>
    public int OldestGeneration { get; init; } = 1;

    /// <summary>Since when the current generation is given.</summary>
    public DateTimeOffset GenerationAt { get; init; }

    /// <summary>Of the first registration, or the one after it left.</summary>
    public DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Behind by half a minute at most.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>What it is doing, as far as its last sign of life tells.</summary>
    public WorkerStatus StatusAt(DateTimeOffset now, TimeSpan heartbeatLimit, long held) => this switch
    {
        { Offline: true } => WorkerStatus.Offline,
        _ when now - SeenAt > heartbeatLimit => WorkerStatus.Offline,
        _ => held > 0 ? WorkerStatus.Building : WorkerStatus.Idle,
    };
}
