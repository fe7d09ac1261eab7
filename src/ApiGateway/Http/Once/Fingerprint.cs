using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace GrainJobs.Http;

/// <summary>A hash of what a request says, apart from how it was written: member order and white space do not count.</summary>
internal static class Fingerprint
{
    internal const string Empty = "empty";

    /// <summary>Of a JSON body, or of raw bytes when it is no JSON.</summary>
    internal static string Of(ReadOnlyMemory<byte> body)
    {
        if (body.Length == 0)
        {
            return Empty;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return Hash(Canonical(document.RootElement));
        }
        catch (JsonException)
        {
            return Hash(body.Span);
        }
    }

    /// <summary>Of form fields and the hashes of files.</summary>
    internal static string Of(IEnumerable<KeyValuePair<string, string>> parts)
    {
        var text = parts.OrderBy(part => part.Key, StringComparer.Ordinal).SelectMany(part => new[] { part.Key, part.Value }).ToArray();
        return Hash(JsonSerializer.SerializeToUtf8Bytes(text, CursorJson.Default.StringArray));
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static ReadOnlySpan<byte> Canonical(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(element, writer);
        }

        return buffer.WrittenSpan;
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
