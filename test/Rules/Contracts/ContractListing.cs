using System.Reflection;

namespace GrainJobs.Contracts;

/// <summary>What processes of different releases must agree on, a line each: members of messages and states with their ids, values of enums, calls of grains.</summary>
internal static class ContractListing
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static string[] Of(params Assembly[] assemblies) =>
        [.. assemblies.SelectMany(assembly => assembly.GetTypes()).SelectMany(Lines).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Lines(Type type)
    {
        if (type.IsInterface && typeof(IAddressable).IsAssignableFrom(type))
        {
            return Calls(type);
        }

        return type.GetCustomAttribute<GenerateSerializerAttribute>() is null ? [] : type.IsEnum ? Values(type) : Members(type);
    }

    private static IEnumerable<string> Calls(Type type) =>
        type.GetMethods(Own).Where(method => !method.IsSpecialName).Select(method =>
            $"call {NameOf(type)}.{method.GetCustomAttribute<AliasAttribute>()?.Alias ?? method.Name}({string.Join(", ", method.GetParameters().Select(each => NameOf(each.ParameterType)))}) -> {NameOf(method.ReturnType)}");

    private static IEnumerable<string> Values(Type type) =>
        Enum.GetNames(type).Select(name => $"value {NameOf(type)} {name} = {Convert.ToInt64(Enum.Parse(type, name), System.Globalization.CultureInfo.InvariantCulture)}");

    private static IEnumerable<string> Members(Type type) =>
        type.GetMembers(Own)
            .Where(member => member.GetCustomAttribute<IdAttribute>() is not null)
            .Select(member => $"member {NameOf(type)} {member.GetCustomAttribute<IdAttribute>()!.Id} {NameOf(TypeOf(member))}");

    private static Type TypeOf(MemberInfo member) => member switch
    {
        PropertyInfo property => property.PropertyType,
        FieldInfo field => field.FieldType,
        _ => throw new ArgumentOutOfRangeException(nameof(member)),
    };

    // The alias is what travels; the name may change.
    private static string NameOf(Type type)
    {
        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        var name = type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.Name;
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : name;
    }
}
