using System.Text.Json;

namespace GrainJobs.Builds;

/// <summary>One log line (<c>level</c>, <c>message</c>), or many as <c>logs</c>.</summary>
internal sealed record BuildLogBody
{
    public string? Level { get; init; }

    public string? Message { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    public BuildLineBody[]? Logs { get; init; }

    public string? WorkerId { get; init; }

    public string? LeaseToken { get; init; }
}

/// <summary>One line of a batch.</summary>
internal sealed record BuildLineBody
{
    public string? Level { get; init; }

    public required string Message { get; init; }

    public DateTimeOffset? Timestamp { get; init; }
}

/// <summary>A sign of life.</summary>
internal sealed record BeatBody
{
    /// <summary>Percent, 0 to 100.</summary>
    public double? Progress { get; init; }

    public string? WorkerId { get; init; }

    public string? LeaseToken { get; init; }
}

/// <summary>A reading; other types than <c>cpu_snapshot</c> are signs of life only.</summary>
internal sealed record TelemetryBody
{
    public string? Type { get; init; }

    public JsonElement? Timestamp { get; init; }

    public JsonElement? Data { get; init; }

    public string? WorkerId { get; init; }

    public string? LeaseToken { get; init; }
}
