using System.Text.Json.Serialization;

namespace GrainJobs.Workers;

/// <summary>A build worker as the gateway showed it.</summary>
public sealed record WorkerSnapshot
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? Status { get; init; }
}

/// <summary>Some workers.</summary>
public sealed record WorkerPage
{
    public required IReadOnlyList<WorkerSnapshot> Workers { get; init; }

    [JsonPropertyName("nextCursor")]
    public string? NextCursor { get; init; }
}

/// <summary>What a build worker has done; uptime as "3d 14h" or "5h 23m".</summary>
public sealed record WorkerCounts
{
    [JsonPropertyName("totalBuilds")]
    public long TotalBuilds { get; init; }

    [JsonPropertyName("successfulBuilds")]
    public long SuccessfulBuilds { get; init; }

    [JsonPropertyName("failedBuilds")]
    public long FailedBuilds { get; init; }

    [JsonPropertyName("workerName")]
    public string? WorkerName { get; init; }

    public string? Status { get; init; }

    public string? Uptime { get; init; }
}
