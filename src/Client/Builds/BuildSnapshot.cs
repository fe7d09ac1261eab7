using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrainJobs.Builds;

/// <summary>A build as the gateway showed it.</summary>
public sealed record BuildSnapshot
{
    public required string Id { get; init; }

    public string? Platform { get; init; }

    /// <summary><c>pending</c>, <c>assigned</c>, <c>building</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required string Status { get; init; }

    public string? WorkerId { get; init; }

    public string? WorkerName { get; init; }

    /// <summary>ISO 8601, or epoch milliseconds in the answer of the status route.</summary>
    public JsonElement? SubmittedAt { get; init; }

    [JsonPropertyName("createdAt")]
    public DateTimeOffset? CreatedAt { get; init; }

    public JsonElement? UpdatedAt { get; init; }

    [JsonPropertyName("completedAt")]
    public DateTimeOffset? CompletedAt { get; init; }

    public string? ErrorMessage { get; init; }

    public bool HasResult { get; init; }

    /// <summary>It will never change again.</summary>
    [JsonIgnore]
    public bool IsFinished => Status is "completed" or "failed" or "cancelled";
}

/// <summary>Some builds, newest first.</summary>
public sealed record BuildList
{
    public required IReadOnlyList<BuildSnapshot> Builds { get; init; }

    public long Total { get; init; }

    [JsonPropertyName("nextCursor")]
    public string? NextCursor { get; init; }
}

/// <summary>Builds by status.</summary>
public sealed record BuildTotals(long Total, long Pending, long Assigned, long Building, long Completed, long Failed, long Cancelled);
