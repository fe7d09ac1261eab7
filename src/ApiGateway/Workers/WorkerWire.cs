using System.Text.Json.Serialization;
using GrainJobs.Http;

namespace GrainJobs.Workers;

/// <summary>How workers are read and written: snake case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(UtcMilliseconds), typeof(WorkerStatusWord)])]
[JsonSerializable(typeof(RegisteredView))]
[JsonSerializable(typeof(PollView))]
[JsonSerializable(typeof(ReportedView))]
[JsonSerializable(typeof(LeftView))]
[JsonSerializable(typeof(WorkerStatsView))]
[JsonSerializable(typeof(WorkersView))]
[JsonSerializable(typeof(WorkerListing))]
[JsonSerializable(typeof(RegisterBody))]
[JsonSerializable(typeof(WorkerReportBody))]
internal sealed partial class WorkerWire : JsonSerializerContext;
