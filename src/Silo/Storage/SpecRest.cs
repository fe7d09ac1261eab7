using System.Text.Json;
using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>The part of a job's spec that no statement asks about: JSON in the column <c>spec</c>, written once. Members are only added.</summary>
internal sealed record SpecRest
{
    public string? Message { get; init; }

    public JobStage[]? Stages { get; init; }

    public string[]? DependsOn { get; init; }

    /// <summary>Microseconds.</summary>
    public long? Timeout { get; init; }

    /// <summary>Microseconds.</summary>
    public long? Backoff { get; init; }

    /// <summary>Microseconds since 1970.</summary>
    public long? RunAt { get; init; }

    public string? CallbackUrl { get; init; }

    public string? OriginalJobId { get; init; }

    public string? TraceParent { get; init; }

    private static readonly JobSpec Defaults = new() { Id = default, Type = "", Queue = default };
    private static readonly SpecRest Nothing = new();

    /// <summary>Null when all is at its default.</summary>
    internal static string? Write(JobSpec spec)
    {
        SpecRest rest = new()
        {
            Message = spec.Message == Defaults.Message ? null : spec.Message,
            Stages = spec.Stages.IsEmpty ? null : [.. spec.Stages],
            DependsOn = spec.DependsOn.IsEmpty ? null : [.. spec.DependsOn.Select(id => id.Value)],
            Timeout = Microseconds(spec.Timeout),
            Backoff = spec.Backoff == Defaults.Backoff ? null : Microseconds(spec.Backoff),
            RunAt = spec.RunAt is { } at ? Instant.ToMicroseconds(at) : null,
            CallbackUrl = spec.CallbackUrl,
            OriginalJobId = spec.OriginalJobId?.Value,
            TraceParent = spec.TraceParent,
        };
        return rest == Nothing ? null : JsonSerializer.Serialize(rest, SpecJson.Default.SpecRest);
    }

    /// <summary>Completes the columns' part.</summary>
    internal static JobSpec Read(string? text, JobSpec columns)
    {
        if (text is null || JsonSerializer.Deserialize(text, SpecJson.Default.SpecRest) is not { } rest)
        {
            return columns;
        }

        return columns with
        {
            Message = rest.Message ?? Defaults.Message,
            Stages = [.. rest.Stages ?? []],
            DependsOn = [.. (rest.DependsOn ?? []).Select(id => new JobId(id))],
            Timeout = Span(rest.Timeout),
            Backoff = Span(rest.Backoff) ?? Defaults.Backoff,
            RunAt = rest.RunAt is { } at ? Instant.FromMicroseconds(at) : null,
            CallbackUrl = rest.CallbackUrl,
            OriginalJobId = rest.OriginalJobId is { } original ? new JobId(original) : null,
            TraceParent = rest.TraceParent,
        };
    }

    private static long? Microseconds(TimeSpan? span) => span is { } known ? known.Ticks / TimeSpan.TicksPerMicrosecond : null;

    private static TimeSpan? Span(long? microseconds) => microseconds is { } known ? TimeSpan.FromMicroseconds(known) : null;
}
