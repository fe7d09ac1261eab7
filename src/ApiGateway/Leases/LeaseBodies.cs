using System.Text.Json;

namespace GrainJobs.Leases;

/// <summary>A request for work.</summary>
internal sealed record LeaseBody
{
    /// <summary>Absent: the worker of the token, or of <c>X-Worker-Id</c>.</summary>
    public string? WorkerId { get; init; }

    /// <summary>How many at most; 1 when absent.</summary>
    public int? Max { get; init; }

    /// <summary>Seconds to wait for work, 0 to 30.</summary>
    public double? Wait { get; init; }

    /// <summary>Only these job types; absent: all.</summary>
    public string[]? JobTypes { get; init; }
}

/// <summary>Leases a worker still holds.</summary>
internal sealed record HeartbeatBody
{
    public required BeatBody[] Leases { get; init; }
}

/// <summary>One of them.</summary>
internal sealed record BeatBody
{
    public required string LeaseToken { get; init; }

    public int? Progress { get; init; }

    public string? Message { get; init; }
}

/// <summary>Any report under a lease; each kind uses some of the members.</summary>
internal sealed record ReportBody
{
    public int? Progress { get; init; }

    public string? Message { get; init; }

    public string? DocumentId { get; init; }

    public JsonElement? Result { get; init; }

    public string? Reason { get; init; }

    public string? Error { get; init; }

    public FailureClass? Class { get; init; }

    /// <summary>Seconds until the next try; absent: the backoff decides.</summary>
    public double? RetryAfter { get; init; }
}
