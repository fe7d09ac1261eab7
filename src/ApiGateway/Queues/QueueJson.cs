using System.Text.Json.Serialization;

namespace GrainJobs.Queues;

/// <summary>How queues are read and written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(QueueBody))]
[JsonSerializable(typeof(QueuesView))]
[JsonSerializable(typeof(LimitsBody))]
[JsonSerializable(typeof(KeyBody))]
internal sealed partial class QueueJson : JsonSerializerContext;
