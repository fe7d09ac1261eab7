using System.Text.Json.Serialization;
using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>How jobs are read and written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(UtcMilliseconds), typeof(JobStatusWord)])]
[JsonSerializable(typeof(SubmitBody))]
[JsonSerializable(typeof(PatchBody))]
[JsonSerializable(typeof(LogBody))]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(JobPage))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(LogReceipt))]
[JsonSerializable(typeof(BulkView))]
[JsonSerializable(typeof(TypeCountsView))]
internal sealed partial class JobJson : JsonSerializerContext;
