using System.Text.Json.Serialization;

namespace GrainJobs.Files;

/// <summary>How processed files are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProcessedFile))]
[JsonSerializable(typeof(FileOrder))]
internal sealed partial class FileJson : JsonSerializerContext;
