using System.Text.Json.Serialization;

namespace GrainJobs.ProductImages;

/// <summary>How the sample reads and writes JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ProductImagesPayload))]
[JsonSerializable(typeof(OrderBody))]
[JsonSerializable(typeof(OrderView))]
internal sealed partial class SampleJson : JsonSerializerContext;
