using System.Collections.Concurrent;
using System.Text;

namespace GrainJobs.Storage;

/// <summary>The reviewed statements under sql/queries, without their comments.</summary>
internal static class Statement
{
    private const string Root = "sql/queries/";

    private static readonly ConcurrentDictionary<string, string> Loaded = new(StringComparer.Ordinal);

    /// <summary>A room and a verb with its object, such as <c>jobs/list_ready</c>; the file for the dialect goes before the shared one.</summary>
    internal static string Named(string name, string dialect) => Loaded.GetOrAdd(name + "." + dialect, _ => Load(name, dialect));

    private static string Load(string name, string dialect)
    {
        using Stream file = Open($"{Root}{name}.{dialect}.sql") ?? Open($"{Root}{name}.sql")
            ?? throw new InvalidOperationException($"No statement {name} for {dialect} is built in.");
        using StreamReader reader = new(file);
        StringBuilder text = new();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith("--", StringComparison.Ordinal))
            {
                text.Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static Stream? Open(string resource) => typeof(Statement).Assembly.GetManifestResourceStream(resource);
}
