using System.Text.Json.Serialization;
using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>Source-generated JSON of what rows keep as JSON.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SpecRest))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(BatchedJob[]))]
internal sealed partial class SpecJson : JsonSerializerContext;
