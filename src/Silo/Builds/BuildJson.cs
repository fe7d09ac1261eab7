using System.Text.Json.Serialization;

namespace GrainJobs.Builds;

/// <summary>The JSON that goes into statements.</summary>
[JsonSerializable(typeof(BuildLineJson[]))]
internal sealed partial class BuildJson : JsonSerializerContext;
