using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GrainJobs.Builds;

/// <summary>Reads and checks a build plan; says everything that is wrong at once, by the name of the field. Pure.</summary>
internal sealed partial class BuildPlanReader
{
    private const int MostItems = 100;
    private const int LongestText = 16 * 1024;
    private static readonly TimeSpan LongestTimeLimit = TimeSpan.FromHours(24);
    private static readonly string[] Known = ["command", "artifacts", "timeoutSeconds", "env", "secrets"];
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };
    private readonly List<string> faults = [];

    /// <summary>The plan in a text. A <paramref name="command"/> of the agent replaces the plan's.</summary>
    internal static BuildPlan Read(string text, string? command = null)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Lenient);
            return new BuildPlanReader().Read(document.RootElement, command);
        }
        catch (JsonException fault)
        {
            throw new PlanRefusedException($"{BuildPlan.FileName} is not JSON: {fault.Message}");
        }
    }

    /// <summary>A command line for the shell.</summary>
    internal static IReadOnlyList<string> Shell(string command) => ["/bin/sh", "-c", command];

    private BuildPlan Read(JsonElement root, string? command)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new PlanRefusedException($"{BuildPlan.FileName} must be an object.");
        }

        faults.AddRange(root.EnumerateObject().Where(member => !Known.Contains(member.Name)).Select(member => $"{member.Name}: unknown; known are {string.Join(", ", Known)}"));
        BuildPlan plan = new()
        {
            Command = command is null ? Command(root) : Shell(command),
            Artifacts = Texts(root, "artifacts", Glob),
            TimeLimit = TimeLimit(root),
            Env = Env(root),
            Secrets = Texts(root, "secrets", name => Name(name)),
        };
        return faults.Count == 0 ? plan : throw new PlanRefusedException($"{BuildPlan.FileName} is not valid. {string.Join(". ", faults)}.");
    }

    private IReadOnlyList<string> Command(JsonElement root)
    {
        if (!root.TryGetProperty("command", out JsonElement command))
        {
            return Fault<string>("command: missing; give a text for the shell or a list of the program and its arguments");
        }

        return command.ValueKind switch
        {
            JsonValueKind.String when Text(command) is { Length: > 0 } text => Shell(text),
            JsonValueKind.Array when Texts(root, "command", _ => null) is [{ Length: > 0 }, ..] parts => parts,
            _ => Fault<string>("command: must be a text or a list of texts, and not empty"),
        };
    }

    private TimeSpan TimeLimit(JsonElement root)
    {
        if (!root.TryGetProperty("timeoutSeconds", out JsonElement value))
        {
            return BuildPlan.DefaultTimeLimit;
        }

        bool good = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int seconds) && seconds >= 1 && seconds <= LongestTimeLimit.TotalSeconds;
        if (!good)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"timeoutSeconds: must be a whole number from 1 to {LongestTimeLimit.TotalSeconds}"));
        }

        return good ? TimeSpan.FromSeconds(value.GetInt32()) : BuildPlan.DefaultTimeLimit;
    }

    private Dictionary<string, string> Env(JsonElement root)
    {
        Dictionary<string, string> env = [];
        if (!root.TryGetProperty("env", out JsonElement value))
        {
            return env;
        }

        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() > MostItems)
        {
            faults.Add($"env: must be an object of at most {MostItems} names with texts");
            return env;
        }

        foreach (JsonProperty member in value.EnumerateObject())
        {
            string? fault = Name(member.Name) ?? (Text(member.Value) is null ? "must be a text without NUL" : null);
            faults.AddRange(fault is null ? [] : [$"env.{member.Name}: {fault}"]);
            env[member.Name] = Text(member.Value) ?? string.Empty;
        }

        return env;
    }

    private IReadOnlyList<string> Texts(JsonElement root, string field, Func<string, string?> judge)
    {
        if (!root.TryGetProperty(field, out JsonElement list))
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostItems)
        {
            return Fault<string>($"{field}: must be a list of at most {MostItems} texts");
        }

        string?[] texts = [.. list.EnumerateArray().Select(Text)];
        faults.AddRange(texts.Index()
            .Select(item => (item.Index, Fault: item.Item is null ? "must be a text without NUL" : judge(item.Item)))
            .Where(item => item.Fault is not null)
            .Select(item => $"{field}[{item.Index}]: {item.Fault}"));
        return [.. texts.OfType<string>()];
    }

    private static string? Text(JsonElement value)
        => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LongestText } text && !text.Contains('\0', StringComparison.Ordinal) ? text : null;

    private static string? Name(string name) => !VariableName().IsMatch(name) ? "must match [A-Za-z_][A-Za-z0-9_]*"
        : name.StartsWith("GRAINJOBS_", StringComparison.OrdinalIgnoreCase) ? "names that begin with GRAINJOBS_ are the agent's"
        : null;

    private static string? Glob(string glob) => glob.Length == 0 ? "is empty"
        : glob.StartsWith('/') || glob.Contains('\\', StringComparison.Ordinal) ? "must be relative to the source, with forward slashes"
        : glob.Split('/').Contains("..") ? "must not lead out of the source"
        : null;

    private IReadOnlyList<T> Fault<T>(string fault)
    {
        faults.Add(fault);
        return [];
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,127}$")]
    private static partial Regex VariableName();
}
