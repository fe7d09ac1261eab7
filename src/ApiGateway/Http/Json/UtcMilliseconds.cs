using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrainJobs.Http;

/// <summary>Times as ISO 8601 in UTC with milliseconds. One read without an offset is taken as UTC.</summary>
internal sealed class UtcMilliseconds : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    internal static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out var local) && local.Kind == DateTimeKind.Unspecified)
        {
            return new(local, TimeSpan.Zero);
        }

        return reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time)
            ? time.ToUniversalTime()
            : throw new JsonException("must be an ISO 8601 time, such as 2026-01-31T12:00:00.000Z");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[24];
        _ = value.UtcDateTime.TryFormat(text, out _, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text);
    }
}
