using System.Text.Json;
using System.Text.Unicode;

namespace GrainJobs.Http;

/// <summary>
/// Finds text that JSON lets through and storage does not: U+0000 and lone surrogates (PostgreSQL refuses them, SQLite would
/// keep them), and members given twice anywhere, also inside payloads.
/// </summary>
internal static class JsonText
{
    /// <summary>What a fault of the whole is filed under.</summary>
    internal const string WholeBody = "body";

    /// <summary>Whether the bytes need the walk at all, for such text or for a null where none may be: nearly none do.</summary>
    internal static bool MayHoldFault(ReadOnlySpan<byte> json) => json.IndexOf("\\u"u8) >= 0 || json.IndexOf("null"u8) >= 0;

    internal static bool IsUtf8(ReadOnlySpan<byte> json) => Utf8.IsValid(json);

    /// <summary>Adds a fault for each bad string or name, and for each member given twice.</summary>
    internal static void Check(JsonElement element, string path, FieldFaults faults)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(element, path, faults);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Check(item, $"{path}[{index++}]", faults);
                }

                break;
            case JsonValueKind.String when !IsStorable(element):
                faults.Add(path.Length == 0 ? WholeBody : path, "holds U+0000 or half a surrogate pair");
                break;
            default:
                break;
        }
    }

    private static void CheckObject(JsonElement element, string path, FieldFaults faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (NameOf(member) is not { } name)
            {
                faults.Add(path.Length == 0 ? WholeBody : path, "has a member whose name holds U+0000 or half a surrogate pair");
                continue;
            }

            var inner = Join(path, name);
            if (!seen.Add(name))
            {
                faults.Add(inner, "is given twice");
            }

            Check(member.Value, inner, faults);
        }
    }

    private static bool IsStorable(JsonElement element)
    {
        try
        {
            return IsStorable(element.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // How the library reports a lone surrogate in an escape.
            return false;
        }
    }

    /// <summary>The path of a member.</summary>
    internal static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;

    /// <summary>The name of a member; null when it can't be stored.</summary>
    internal static string? NameOf(JsonProperty member)
    {
        try
        {
            return IsStorable(member.Name) ? member.Name : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether text from outside JSON (queries, form fields, headers) can be stored.</summary>
    internal static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !IsPair(text, ref i)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPair(string text, ref int index) =>
        index + 1 < text.Length && char.IsSurrogatePair(text[index], text[++index]);
}
