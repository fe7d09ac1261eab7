using System.Collections.Immutable;
using GrainJobs.Queues;

namespace GrainJobs.Jobs;

/// <summary>What the creator asked for. Never changes after the job was created.</summary>
[GenerateSerializer, Immutable, Alias("gj.JobSpec")]
public sealed record JobSpec
{
    [Id(0)]
    public required JobId Id { get; init; }

    /// <summary>The job's type; with stages, a label: each stage runs under its own type.</summary>
    [Id(1)]
    public required string Type { get; init; }

    [Id(2)]
    public required QueueName Queue { get; init; }

    /// <summary>No worker runs it: whoever created it reports.</summary>
    [Id(3)]
    public bool Tracked { get; init; }

    /// <summary>It is pending until its input is saved.</summary>
    [Id(4)]
    public bool AwaitInput { get; init; }

    /// <summary>JSON text as the creator sent it; absent when none.</summary>
    [Id(5)]
    public string? Payload { get; init; }

    /// <summary>JSON text; absent when none.</summary>
    [Id(6)]
    public string? Metadata { get; init; }

    [Id(7)]
    public ImmutableArray<JobStage> Stages { get; init; } = [];

    /// <summary>A higher number runs first.</summary>
    [Id(8)]
    public int Priority { get; init; }

    /// <summary>How many counted failures it may have, the last of them final; at least 1.</summary>
    [Id(9)]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>How long one attempt may run; absent: as long as its lease is renewed.</summary>
    [Id(10)]
    public TimeSpan? Timeout { get; init; }

    /// <summary>When the whole job must have ended, UTC; absent: never.</summary>
    [Id(11)]
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>One unfinished job of this type and key at a time.</summary>
    [Id(12)]
    public string? UniqueKey { get; init; }

    [Id(13)]
    public ImmutableArray<JobId> DependsOn { get; init; } = [];

    [Id(14)]
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The key that per-key limits count by; absent: none.</summary>
    [Id(15)]
    public string? ConcurrencyKey { get; init; }

    /// <summary>Where the end is announced; for the type <c>http</c>, the target itself.</summary>
    [Id(16)]
    public string? CallbackUrl { get; init; }

    /// <summary>The first message shown.</summary>
    [Id(17)]
    public string Message { get; init; } = "Job created";

    /// <summary>Not before this instant, UTC.</summary>
    [Id(18)]
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>The job this one repeats.</summary>
    [Id(19)]
    public JobId? OriginalJobId { get; init; }

    /// <summary>The W3C trace context of the submission.</summary>
    [Id(20)]
    public string? TraceParent { get; init; }

    /// <summary>First wait before a retry; doubles with each counted failure.</summary>
    [Id(21)]
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(2);
}
