using System.Text.Json;

namespace GrainJobs.Jobs;

/// <summary>The body of a submission. Every member may be left out.</summary>
internal sealed record SubmitBody
{
    /// <summary>Chosen by the client, to make repeating safe; absent: generated.</summary>
    public string? JobId { get; init; }

    public string? JobType { get; init; }

    public string? Message { get; init; }

    public JsonElement? Metadata { get; init; }

    public JsonElement? Payload { get; init; }

    public string? Queue { get; init; }

    public bool? Tracked { get; init; }

    public bool? AwaitInput { get; init; }

    public StageBody[]? Stages { get; init; }

    public int? Priority { get; init; }

    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Seconds.</summary>
    public double? Delay { get; init; }

    public int? MaxAttempts { get; init; }

    /// <summary>Seconds one attempt may run.</summary>
    public double? Timeout { get; init; }

    /// <summary>Seconds until the whole job must have ended.</summary>
    public double? Deadline { get; init; }

    public string? UniqueKey { get; init; }

    public string[]? DependsOn { get; init; }

    public string[]? Tags { get; init; }

    public string? ConcurrencyKey { get; init; }

    public string? CallbackUrl { get; init; }

    internal JobDraft ToDraft(string? traceParent) => new()
    {
        JobId = JobId,
        JobType = JobType,
        Message = Message,
        Metadata = Metadata?.GetRawText(),
        Payload = Payload?.GetRawText(),
        Queue = Queue,
        Tracked = Tracked,
        AwaitInput = AwaitInput ?? false,
        Stages = [.. (Stages ?? []).Select(stage => new JobStage(stage.JobType, stage.Payload?.GetRawText()))],
        Priority = Priority,
        RunAt = RunAt,
        Delay = Delay,
        MaxAttempts = MaxAttempts,
        Timeout = Timeout,
        Deadline = Deadline,
        UniqueKey = UniqueKey,
        DependsOn = [.. DependsOn ?? []],
        Tags = [.. Tags ?? []],
        ConcurrencyKey = ConcurrencyKey,
        CallbackUrl = CallbackUrl,
        TraceParent = traceParent,
    };
}
