using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrainJobs.Execution;

/// <summary>Payload records are scalars, and lists of scalars: checked when a handler is registered and when a job is submitted. <see cref="AnyPayload"/> takes all.</summary>
internal sealed class PayloadShape
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly ConcurrentDictionary<Type, PayloadShape> Shapes = new();
    private readonly Type type;

    private PayloadShape(Type type)
    {
        this.type = type;
    }

    /// <summary>The shape of a payload type.</summary>
    /// <exception cref="InvalidOperationException">A property is no scalar.</exception>
    public static PayloadShape Of(Type type) => Shapes.GetOrAdd(type, static each =>
    {
        foreach (var property in each.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (!IsAllowed(property.PropertyType))
            {
                throw new InvalidOperationException(
                    $"Payload {each.Name}.{property.Name} is a {property.PropertyType.Name}: a payload carries ids, numbers, texts, times, flags and lists of these; fetch objects in the handler.");
            }
        }

        return new PayloadShape(each);
    });

    /// <summary>The payload as its record.</summary>
    /// <exception cref="JsonException">It does not fit.</exception>
    public object Read(string? json) => type == typeof(AnyPayload)
        ? new AnyPayload(json)
        : JsonSerializer.Deserialize(json ?? "{}", type, Options) ?? throw new JsonException("The payload is null; send an object.");

    /// <summary>What is wrong with a payload; null when it fits.</summary>
    public string? Fault(string? json)
    {
        try
        {
            Read(json);
            return null;
        }
        catch (JsonException exception)
        {
            return Sentence(exception);
        }
    }

    private string Sentence(JsonException exception)
    {
        var fields = string.Join(", ", type.GetProperties().Select(each => JsonNamingPolicy.CamelCase.ConvertName(each.Name)));
        var at = exception.Path is { Length: > 1 } path ? $" at {path}" : "";
        var message = exception.Message.Split(" Path:", 2)[0];
        return $"The payload does not fit{at}: {message} It takes the fields {fields}; a nested object is never allowed.";
    }

    private static bool IsAllowed(Type type) => IsScalar(type)
        || (type.IsArray && IsScalar(type.GetElementType()!))
        || (type.IsGenericType && type.GetGenericArguments() is [var element] && IsScalar(element)
            && typeof(System.Collections.IEnumerable).IsAssignableFrom(type));

    private static bool IsScalar(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsPrimitive || plain.IsEnum || plain == typeof(string) || plain == typeof(decimal) || plain == typeof(Guid)
            || plain == typeof(DateTime) || plain == typeof(DateTimeOffset) || plain == typeof(DateOnly) || plain == typeof(TimeOnly) || plain == typeof(TimeSpan);
    }
}
