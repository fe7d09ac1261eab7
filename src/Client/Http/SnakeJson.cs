using System.Text.Json.Serialization;
using GrainJobs.Builds;
using GrainJobs.Workers;

namespace GrainJobs.Http;

/// <summary>The shapes of the build and worker routes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, PropertyNameCaseInsensitive = false, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BuildAccepted))]
[JsonSerializable(typeof(BuildSnapshot))]
[JsonSerializable(typeof(BuildList))]
[JsonSerializable(typeof(BuildTotals))]
[JsonSerializable(typeof(BuildLogPage))]
[JsonSerializable(typeof(BuildLogBatch))]
[JsonSerializable(typeof(BuildCertificates))]
[JsonSerializable(typeof(BuildBeat))]
[JsonSerializable(typeof(BuildBeatAnswer))]
[JsonSerializable(typeof(BuildTelemetry))]
[JsonSerializable(typeof(WorkerIntroduction))]
[JsonSerializable(typeof(WorkerRegistered))]
[JsonSerializable(typeof(PollAnswer))]
[JsonSerializable(typeof(BuildFailure))]
[JsonSerializable(typeof(BuildAbandoned))]
[JsonSerializable(typeof(WorkerCounts))]
[JsonSerializable(typeof(WorkerPage))]
internal sealed partial class SnakeJson : JsonSerializerContext;
