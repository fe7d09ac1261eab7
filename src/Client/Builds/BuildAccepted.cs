using System.Text.Json.Serialization;

namespace GrainJobs.Builds;

/// <summary>A build that was taken in.</summary>
public sealed record BuildAccepted
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    public string? Platform { get; init; }

    /// <summary>Reads this build without a key.</summary>
    public string? AccessToken { get; init; }

    /// <summary>After a retry: the build it copies.</summary>
    [JsonPropertyName("original_build_id")]
    public string? OriginalBuildId { get; init; }
}
