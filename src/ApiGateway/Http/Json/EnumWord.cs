using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrainJobs.Http;

/// <summary>An enum as its lower-case word; numbers and other spellings are refused.</summary>
internal abstract class EnumWord<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<string, T> Values = Enum.GetValues<T>().ToFrozenDictionary(value => value.ToString().ToLowerInvariant());
    private static readonly FrozenDictionary<T, JsonEncodedText> Words = Values.ToFrozenDictionary(pair => pair.Value, pair => JsonEncodedText.Encode(pair.Key));

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Values.TryGetValue(reader.GetString()!, out var value)
            ? value
            : throw new JsonException("must be one of " + string.Join(", ", Values.Keys));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Words[value]);
}
