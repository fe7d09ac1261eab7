using System.Text.Json.Serialization;

namespace GrainJobs.Health;

/// <summary>How health is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ProbeView))]
internal sealed partial class HealthJson : JsonSerializerContext;
