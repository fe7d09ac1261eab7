using System.Text.Json;

namespace GrainJobs.Workers;

/// <summary>A worker introducing itself.</summary>
internal sealed record RegisterBody
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>An object; of it are read <c>platforms</c> or <c>platform</c>, and <c>capacity</c>.</summary>
    public JsonElement? Capabilities { get; init; }
}

/// <summary>A failure, a sign of life, or a build handed back; each uses some of the members.</summary>
internal sealed record WorkerReportBody
{
    public string? BuildId { get; init; }

    public string? Error { get; init; }

    public string? ErrorMessage { get; init; }

    public string? Reason { get; init; }

    /// <summary><c>user</c>, <c>permanent</c>, <c>transient</c>, <c>timeout</c> or <c>infrastructure</c>.</summary>
    public string? Class { get; init; }

    public double? Progress { get; init; }

    public string? WorkerId { get; init; }

    public string? LeaseToken { get; init; }
}
