using System.Text.Json;

namespace GrainJobs.Jobs;

/// <summary>A job to submit. Absent members take the gateway's defaults.</summary>
public sealed record NewJob
{
    /// <summary>Chosen by the client, <c>[A-Za-z0-9_.:-]{1,128}</c>: an existing id gives the existing job. Absent: the gateway makes one.</summary>
    public string? JobId { get; init; }

    public string? JobType { get; init; }

    public string? Message { get; init; }

    public JsonElement? Metadata { get; init; }

    /// <summary>Scalars and ids only; see the limits of the gateway.</summary>
    public JsonElement? Payload { get; init; }

    public string? Queue { get; init; }

    /// <summary>No worker runs it; whoever created it reports its progress.</summary>
    public bool? Tracked { get; init; }

    /// <summary>It stays pending until its input is saved.</summary>
    public bool? AwaitInput { get; init; }

    public IReadOnlyList<NewJobStage>? Stages { get; init; }

    /// <summary>A higher number runs first.</summary>
    public int? Priority { get; init; }

    /// <summary>Not before this instant; excludes <see cref="Delay"/>.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Seconds from now.</summary>
    public double? Delay { get; init; }

    public int? MaxAttempts { get; init; }

    /// <summary>Seconds an attempt may take.</summary>
    public double? Timeout { get; init; }

    public string? UniqueKey { get; init; }

    public IReadOnlyList<string>? DependsOn { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? ConcurrencyKey { get; init; }

    public string? CallbackUrl { get; init; }
}
