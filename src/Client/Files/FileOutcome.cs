using System.Text.Json;

namespace GrainJobs.Files;

/// <summary>How the processing of a file ended; a failure is told here, not thrown.</summary>
public sealed record FileOutcome
{
    public bool Success { get; init; }

    public string? JobId { get; init; }

    public string? DocumentId { get; init; }

    public JsonElement? ExtractedData { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    public JsonElement? Metadata { get; init; }
}
