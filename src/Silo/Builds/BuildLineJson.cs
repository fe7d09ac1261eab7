using System.Text.Json.Serialization;

namespace GrainJobs.Builds;

/// <summary>A log line as the statements read it; the instant in microseconds.</summary>
internal sealed record BuildLineJson(
    [property: JsonPropertyName("at")] long At,
    [property: JsonPropertyName("level")] string Level,
    [property: JsonPropertyName("message")] string Message);
