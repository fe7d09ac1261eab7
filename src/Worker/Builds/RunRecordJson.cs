using System.Text.Json.Serialization;

namespace GrainJobs.Builds;

[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunRecordJson : JsonSerializerContext;
