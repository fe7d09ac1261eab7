using System.Collections.Concurrent;

namespace GrainJobs.ProductImages;

/// <summary>The statements under sql/queries; the file for the dialect goes before the shared one.</summary>
internal static class SqlText
{
    private static readonly ConcurrentDictionary<(string, string), string> Loaded = new();

    public static string Named(string name, string dialect) => Loaded.GetOrAdd((name, dialect), _ => Load(name, dialect));

    private static string Load(string name, string dialect)
    {
        using var file = Open($"{name}.{dialect}") ?? Open(name) ?? throw new InvalidOperationException($"No statement {name} for {dialect} is built in.");
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    private static Stream? Open(string name) => typeof(SqlText).Assembly.GetManifestResourceStream($"sql/queries/{name}.sql");
}
