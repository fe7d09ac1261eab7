using System.Text.Json.Serialization;
using GrainJobs.Http;

namespace GrainJobs.Builds;

/// <summary>How builds are read and written: snake case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(UtcMilliseconds), typeof(BuildStatusWord)])]
[JsonSerializable(typeof(AcceptedView))]
[JsonSerializable(typeof(RetriedView))]
[JsonSerializable(typeof(BuildView))]
[JsonSerializable(typeof(BuildsView))]
[JsonSerializable(typeof(StatisticsView))]
[JsonSerializable(typeof(BuildStatusView))]
[JsonSerializable(typeof(BuildLogPage))]
[JsonSerializable(typeof(BuildLineView))]
[JsonSerializable(typeof(BuildLogReceipt))]
[JsonSerializable(typeof(CancelledView))]
[JsonSerializable(typeof(BeatView))]
[JsonSerializable(typeof(TakenView))]
[JsonSerializable(typeof(SamplesView))]
[JsonSerializable(typeof(CertificatesView))]
[JsonSerializable(typeof(BuildLogBody))]
[JsonSerializable(typeof(BeatBody))]
[JsonSerializable(typeof(TelemetryBody))]
internal sealed partial class BuildWire : JsonSerializerContext;
