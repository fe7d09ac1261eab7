using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GrainJobs.Http;

/// <summary>Parses a request's JSON: exactly the known members, each once, with their types; or a refusal that names every fault.</summary>
internal static class StrictJson
{
    private const int DeepestLevel = 64;

    private static readonly byte[] NoFields = "{}"u8.ToArray();

    private static readonly JsonDocumentOptions Tolerant = new() { MaxDepth = DeepestLevel };

    /// <summary>The record, or what is wrong; <paramref name="judge"/> adds what its rules say, also of a part that could be read.</summary>
    internal static Result<T> Parse<T>(ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, Action<T, FieldFaults>? judge = null)
        where T : class => Read(json, type).Judged(judge);

    /// <summary>As far as it can be read. An empty body counts as <c>{}</c>.</summary>
    internal static JsonReading<T> ReadOrEmpty<T>(byte[] json, JsonTypeInfo<T> type)
        where T : class => Read(json.Length == 0 ? NoFields : json, type);

    /// <summary>As far as it can be read.</summary>
    internal static JsonReading<T> Read<T>(ReadOnlyMemory<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        if (!JsonText.IsUtf8(json.Span))
        {
            return Malformed<T>("The body is not UTF-8.");
        }

        // The common case is one pass of the generated reader; only a refusal costs the walk that names all faults.
        return !JsonText.MayHoldFault(json.Span) && TryRead(json.Span, type) is { } value ? JsonReading<T>.Whole(value) : ReadSlowly(json, type);
    }

    /// <summary>One text member of a body that may be wrong otherwise; null when it can't be read.</summary>
    internal static string? PeekText(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Tolerant);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonReading<T> ReadSlowly<T>(ReadOnlyMemory<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(json, Tolerant);
            var faults = new FieldFaults();
            JsonText.Check(document.RootElement, "", faults);
            JsonShape.Compare(document.RootElement, type, "", faults);
            if (!faults.IsEmpty)
            {
                faults.Close();
                return JsonReading<T>.Partly(faults.Holds(JsonText.WholeBody) ? null : JsonRemains.Read(document.RootElement, type, faults), faults);
            }
        }
        catch (JsonException broken)
        {
            return Malformed<T>($"The body is not valid JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}.");
        }

        return TryRead(json.Span, type) is { } value ? JsonReading<T>.Whole(value) : Malformed<T>("The body does not have the expected shape.");
    }

    private static T? TryRead<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonReading<T> Malformed<T>(string detail)
        where T : class => JsonReading<T>.Malformed(new(ProblemCode.MalformedJson, detail));
}
