using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>The whole life of one build: the row is this record. Every change raises <see cref="Version"/> by one.</summary>
[GenerateSerializer, Immutable, Alias("gj.Build")]
public sealed record Build
{
    [Id(0)]
    public required BuildSpec Spec { get; init; }

    /// <summary>1 when created.</summary>
    [Id(1)]
    public required long Version { get; init; }

    [Id(2)]
    public required BuildStatus Status { get; init; }

    /// <summary>Since when it could run: its place in the queue, kept when it comes back. Microseconds count.</summary>
    [Id(3)]
    public required DateTimeOffset ReadyAt { get; init; }

    [Id(4)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Id(5)]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the latest attempt was assigned.</summary>
    [Id(6)]
    public DateTimeOffset? StartedAt { get; init; }

    [Id(7)]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Assignments so far.</summary>
    [Id(8)]
    public int Attempt { get; init; }

    /// <summary>Lost leases and infrastructure failures; three are forgiven.</summary>
    [Id(9)]
    public int Losses { get; init; }

    /// <summary>Percent, 0 to 100; 0 again when an attempt starts.</summary>
    [Id(10)]
    public int Progress { get; init; }

    /// <summary>Absent while it is awaited.</summary>
    [Id(11)]
    public BuildFile? Source { get; init; }

    /// <summary>Present when a completed build had one.</summary>
    [Id(12)]
    public BuildFile? Result { get; init; }

    /// <summary>Present while assigned or building.</summary>
    [Id(13)]
    public Lease? Lease { get; init; }

    /// <summary>The worker of this attempt has shown neither the token nor a heartbeat: it has only the heartbeat limit.</summary>
    [Id(14)]
    public bool IsClassic { get; init; }

    /// <summary>Who holds it, or held it when it ended; absent while it waits.</summary>
    [Id(15)]
    public WorkerId? Worker { get; init; }

    [Id(16)]
    public string? WorkerName { get; init; }

    /// <summary>The latest failure in words.</summary>
    [Id(17)]
    public string? Error { get; init; }

    /// <summary>The failure's class, or why it ended without a report.</summary>
    [Id(18)]
    public string? ErrorCode { get; init; }

    /// <summary>The lease that was held when it was cancelled: its worker is told to stop.</summary>
    [Id(19)]
    public LeaseToken? Cancelled { get; init; }

    /// <summary>The final report that was accepted last, so that its repetition gets the same answer.</summary>
    [Id(20)]
    public ReportReceipt? Receipt { get; init; }

    /// <summary>Where the result can be seen, when its worker said so.</summary>
    [Id(21)]
    public string? PreviewUrl { get; init; }

    /// <summary>When the worker that held it at its cancellation said that it has stopped.</summary>
    [Id(22)]
    public DateTimeOffset? CancelConfirmedAt { get; init; }

    public BuildId Id => Spec.Id;

    public bool IsFinished => Status is BuildStatus.Completed or BuildStatus.Failed or BuildStatus.Cancelled;

    /// <summary>It can be given to a worker.</summary>
    public bool IsInLine => Status == BuildStatus.Pending && Source is not null;
}
