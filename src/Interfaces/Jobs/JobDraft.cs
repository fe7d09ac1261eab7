using System.Collections.Immutable;

namespace GrainJobs.Jobs;

/// <summary>A submission as it came in: well-formed, not yet judged. Absent fields take their defaults on admission.</summary>
[GenerateSerializer, Immutable, Alias("gj.JobDraft")]
public sealed record JobDraft
{
    [Id(0)]
    public string? JobId { get; init; }

    [Id(1)]
    public string? JobType { get; init; }

    [Id(2)]
    public string? Message { get; init; }

    /// <summary>JSON text.</summary>
    [Id(3)]
    public string? Metadata { get; init; }

    /// <summary>JSON text.</summary>
    [Id(4)]
    public string? Payload { get; init; }

    [Id(5)]
    public string? Queue { get; init; }

    [Id(6)]
    public bool? Tracked { get; init; }

    [Id(7)]
    public bool AwaitInput { get; init; }

    [Id(8)]
    public ImmutableArray<JobStage> Stages { get; init; } = [];

    [Id(9)]
    public int? Priority { get; init; }

    [Id(10)]
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Seconds.</summary>
    [Id(11)]
    public double? Delay { get; init; }

    [Id(12)]
    public int? MaxAttempts { get; init; }

    /// <summary>Seconds an attempt may run.</summary>
    [Id(13)]
    public double? Timeout { get; init; }

    [Id(14)]
    public string? UniqueKey { get; init; }

    [Id(15)]
    public ImmutableArray<string> DependsOn { get; init; } = [];

    [Id(16)]
    public ImmutableArray<string> Tags { get; init; } = [];

    [Id(17)]
    public string? ConcurrencyKey { get; init; }

    [Id(18)]
    public string? CallbackUrl { get; init; }

    [Id(19)]
    public string? OriginalJobId { get; init; }

    [Id(20)]
    public string? TraceParent { get; init; }

    /// <summary>Seconds from now until the whole job must have ended.</summary>
    [Id(21)]
    public double? Deadline { get; init; }
}
