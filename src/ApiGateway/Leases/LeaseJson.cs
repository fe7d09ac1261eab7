using System.Text.Json.Serialization;
using GrainJobs.Http;

namespace GrainJobs.Leases;

/// <summary>How leases and reports are read and written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(UtcMilliseconds), typeof(FailureClassWord), typeof(LeaseOrderWord)])]
[JsonSerializable(typeof(LeaseBody))]
[JsonSerializable(typeof(HeartbeatBody))]
[JsonSerializable(typeof(ReportBody))]
[JsonSerializable(typeof(LeasesView))]
[JsonSerializable(typeof(HeartbeatView))]
internal sealed partial class LeaseJson : JsonSerializerContext;
