using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GrainJobs.Http;

/// <summary>What remains of a document when the members at fault are taken away.</summary>
internal static class JsonRemains
{
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> Lenient = [];

    /// <summary>The record; members that are missing, also required ones, have their default. Null when nothing can be read.</summary>
    internal static T? Read<T>(JsonElement document, JsonTypeInfo<T> type, FieldFaults faults)
        where T : class
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(document, "", faults, writer);
        }

        try
        {
            return (T?)JsonSerializer.Deserialize(buffer.WrittenSpan, Lenient.GetValue(type.Options, Relax).GetTypeInfo(typeof(T)));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonSerializerOptions Relax(JsonSerializerOptions options) => new(options)
    {
        RespectNullableAnnotations = false,
        TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(type =>
        {
            foreach (var property in type.Properties)
            {
                property.IsRequired = false;
            }
        }),
    };

    private static void Write(JsonElement element, string path, FieldFaults faults, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element, path, faults, writer);
                break;
            case JsonValueKind.Array:
                WriteList(element, path, faults, writer);
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void WriteObject(JsonElement element, string path, FieldFaults faults, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var member in element.EnumerateObject())
        {
            if (JsonText.NameOf(member) is { } name && !faults.Holds(JsonText.Join(path, name)))
            {
                writer.WritePropertyName(name);
                Write(member.Value, JsonText.Join(path, name), faults, writer);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>In a list of objects a bad one leaves an empty one, so that the others keep their numbers.</summary>
    private static void WriteList(JsonElement element, string path, FieldFaults faults, Utf8JsonWriter writer)
    {
        var isOfObjects = element.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object);
        var index = 0;
        writer.WriteStartArray();
        foreach (var item in element.EnumerateArray())
        {
            var inner = $"{path}[{index++}]";
            if (!faults.Holds(inner))
            {
                Write(item, inner, faults, writer);
            }
            else if (isOfObjects)
            {
                writer.WriteStartObject();
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }
}
