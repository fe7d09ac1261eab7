using System.Text.Json.Serialization;

namespace GrainJobs.Http;

/// <summary>JSON text that is passed on as it is: payloads, results, metadata belong to whoever wrote them.</summary>
[JsonConverter(typeof(RawJsonConverter))]
internal readonly record struct RawJson(string Text)
{
    internal static RawJson? Of(string? text) => text is null ? null : new(text);
}
