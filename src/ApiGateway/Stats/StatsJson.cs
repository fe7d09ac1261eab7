using System.Text.Json.Serialization;

namespace GrainJobs.Stats;

/// <summary>How the statistics are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatsView))]
internal sealed partial class StatsJson : JsonSerializerContext;
