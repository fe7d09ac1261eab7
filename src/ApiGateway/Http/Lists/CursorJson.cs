using System.Text.Json.Serialization;

namespace GrainJobs.Http;

/// <summary>How the parts of a cursor are written.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class CursorJson : JsonSerializerContext;
