using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GrainJobs.Http;

/// <summary>Compares a JSON document with the shape of a request record and names every difference by its path.</summary>
internal static class JsonShape
{
    /// <summary>Adds what does not fit.</summary>
    internal static void Compare(JsonElement element, JsonTypeInfo type, string path, FieldFaults faults)
    {
        if (faults.IsFull || faults.Holds(Name(path)))
        {
            return;
        }

        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                CompareObject(element, type, path, faults);
                break;
            case JsonTypeInfoKind.Enumerable:
                CompareList(element, type, path, faults);
                break;
            default:
                CompareLeaf(element, type, path, faults);
                break;
        }
    }

    private static void CompareObject(JsonElement element, JsonTypeInfo type, string path, FieldFaults faults)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            faults.Add(Name(path), "must be an object");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (JsonText.NameOf(member) is { } name)
            {
                CompareMember(member, type, JsonText.Join(path, name), seen.Add(name), faults);
            }
        }

        foreach (var missing in type.Properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
        {
            faults.Add(JsonText.Join(path, missing.Name), "is required");
        }
    }

    private static void CompareMember(JsonProperty member, JsonTypeInfo type, string path, bool isFirst, FieldFaults faults)
    {
        if (!isFirst)
        {
            faults.Add(path, "is given twice");
        }
        else if (type.Properties.FirstOrDefault(property => property.Name == member.Name) is not { } known)
        {
            faults.Add(path, "is not known here");
        }
        else if (member.Value.ValueKind == JsonValueKind.Null)
        {
            faults.Check(path, !known.IsRequired, "must not be null");
        }
        else
        {
            Compare(member.Value, type.Options.GetTypeInfo(known.PropertyType), path, faults);
        }
    }

    private static void CompareList(JsonElement element, JsonTypeInfo type, string path, FieldFaults faults)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            faults.Add(Name(path), "must be a list");
            return;
        }

        var item = type.Options.GetTypeInfo(type.ElementType!);
        var index = 0;
        foreach (var value in element.EnumerateArray())
        {
            var inner = $"{path}[{index++}]";
            faults.Check(inner, value.ValueKind != JsonValueKind.Null, "must not be null");
            Compare(value, item, inner, faults);
        }
    }

    private static void CompareLeaf(JsonElement element, JsonTypeInfo type, string path, FieldFaults faults)
    {
        try
        {
            _ = element.Deserialize(type);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            faults.Add(Name(path), Expectation(type.Type));
        }
    }

    private static string Expectation(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain == typeof(string) => "must be a string",
            _ when plain == typeof(bool) => "must be true or false",
            _ when plain == typeof(int) || plain == typeof(long) => "must be a whole number",
            _ when plain == typeof(double) || plain == typeof(decimal) => "must be a number",
            _ when plain == typeof(DateTimeOffset) => "must be an ISO 8601 time, such as 2026-01-31T12:00:00.000Z",
            { IsEnum: true } => "must be one of " + string.Join(", ", Enum.GetNames(plain).Select(JsonNamingPolicy.CamelCase.ConvertName)),
            _ => "has the wrong type",
        };
    }

    private static string Name(string path) => path.Length == 0 ? JsonText.WholeBody : path;
}
