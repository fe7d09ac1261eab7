using GrainJobs.Leases;

namespace GrainJobs.Jobs;

/// <summary>The whole life of one job: the row is this record. Every change raises <see cref="Version"/> by one.</summary>
[GenerateSerializer, Immutable, Alias("gj.Job")]
public sealed record Job
{
    [Id(0)]
    public required JobSpec Spec { get; init; }

    /// <summary>1 when created.</summary>
    [Id(1)]
    public required long Version { get; init; }

    [Id(2)]
    public required JobStatus Status { get; init; }

    /// <summary>When it may run, or since when it waits; its place in the queue. Microseconds count.</summary>
    [Id(3)]
    public required DateTimeOffset ReadyAt { get; init; }

    [Id(4)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Id(5)]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Start of the latest attempt.</summary>
    [Id(6)]
    public DateTimeOffset? StartedAt { get; init; }

    [Id(7)]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Grants so far.</summary>
    [Id(8)]
    public int Attempt { get; init; }

    /// <summary>Counted failures of the current stage.</summary>
    [Id(9)]
    public int Failures { get; init; }

    /// <summary>Lost leases and infrastructure failures: their own budget.</summary>
    [Id(10)]
    public int Losses { get; init; }

    /// <summary>Percent, 0 to 100; 0 again when an attempt starts.</summary>
    [Id(11)]
    public int Progress { get; init; }

    [Id(12)]
    public string Message { get; init; } = "";

    [Id(13)]
    public string? DocumentId { get; init; }

    /// <summary>JSON text of the outcome.</summary>
    [Id(14)]
    public string? Result { get; init; }

    /// <summary>The latest failure in words.</summary>
    [Id(15)]
    public string? Error { get; init; }

    /// <summary>The failure's class or a refusal code.</summary>
    [Id(16)]
    public string? ErrorCode { get; init; }

    [Id(17)]
    public bool Skipped { get; init; }

    /// <summary>Why it was skipped or cancelled.</summary>
    [Id(18)]
    public string? Reason { get; init; }

    /// <summary>The stage that runs next or now, from 0.</summary>
    [Id(19)]
    public int Stage { get; init; }

    [Id(20)]
    public JobInput? Input { get; init; }

    /// <summary>Present while processing (absent for tracked jobs).</summary>
    [Id(21)]
    public Lease? Lease { get; init; }

    [Id(22)]
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>The number of the latest event.</summary>
    [Id(23)]
    public int LastEvent { get; init; }

    /// <summary>Another job waits for this one.</summary>
    [Id(24)]
    public bool HasDependents { get; init; }

    /// <summary>The final report that was accepted last, so that its repetition gets the same answer.</summary>
    [Id(25)]
    public ReportReceipt? Receipt { get; init; }

    /// <summary>The end must still be announced to the callback.</summary>
    [Id(26)]
    public bool CallbackDue { get; init; }

    /// <summary>Nothing this job depends on is still to come.</summary>
    [Id(27)]
    public bool DependenciesMet { get; init; } = true;

    /// <summary>It was tracked, and the service itself runs it now.</summary>
    [Id(28)]
    public bool TakenOver { get; init; }

    /// <summary>No worker runs it: whoever created it reports.</summary>
    public bool IsTracked => Spec.Tracked && !TakenOver;

    public JobId Id => Spec.Id;

    /// <summary>The type that runs now: the current stage's, or the job's own.</summary>
    public string RunningType => Spec.Stages.IsEmpty ? Spec.Type : Spec.Stages[Math.Min(Stage, Spec.Stages.Length - 1)].JobType;

    /// <summary>The payload that goes to the worker now.</summary>
    public string? RunningPayload => Spec.Stages.IsEmpty ? Spec.Payload : Spec.Stages[Math.Min(Stage, Spec.Stages.Length - 1)].Payload ?? Spec.Payload;

    public bool IsFinished => Status is JobStatus.Completed or JobStatus.Error or JobStatus.Cancelled;
}
