namespace GrainJobs.Histories;

/// <summary>
/// One thing a client did to one job, and what it was told. It took effect, if at all, somewhere between <see cref="Begin"/> and
/// <see cref="End"/>; only what ended before something else began is certain to have come first.
/// </summary>
public sealed record Observation
{
    public required ObservationKind Kind { get; init; }

    public required string JobId { get; init; }

    /// <summary>Who saw it; for a stream, the connection.</summary>
    public required string Client { get; init; }

    /// <summary>Monotonic ticks of one clock shared by all clients of the test.</summary>
    public required long Begin { get; init; }

    public required long End { get; init; }

    /// <summary>Wall clock at <see cref="End"/>, for due times.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>HTTP status; 0 when no answer came, so that the outcome is unknown.</summary>
    public required int Answered { get; init; }

    public string? Status { get; init; }

    public long? Version { get; init; }

    public int? Attempt { get; init; }

    public string? LeaseToken { get; init; }

    /// <summary>Of a report: its verb and content, to tell a repeat from another report. Of a stream: the event's data.</summary>
    public string? Content { get; init; }

    /// <summary>Of a submission: it may not start before this.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Of a submission: it may not start without its input.</summary>
    public bool AwaitsInput { get; init; }

    /// <summary>A 2xx: the service promised it.</summary>
    public bool IsAcknowledged => Answered is >= 200 and < 300;

    /// <summary>The job was seen in a final state.</summary>
    public bool IsFinal => Status is "completed" or "error" or "cancelled";

    /// <summary>True when this had ended before the other began.</summary>
    public bool Precedes(Observation other) => End < other.Begin;
}
