using System.Text.Json;

namespace GrainJobs.Jobs;

/// <summary>A change of a tracked job by whoever created it; absent members stay as they are.</summary>
public sealed record JobUpdate
{
    public string? Status { get; init; }

    public int? Progress { get; init; }

    public string? Message { get; init; }

    public string? DocumentId { get; init; }

    public JsonElement? Result { get; init; }

    public string? Error { get; init; }
}
