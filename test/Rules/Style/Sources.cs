using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GrainJobs.Style;

/// <summary>The repository's files, as its readers see them.</summary>
internal static class Sources
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", "artifacts", "data", "TestResults"];

    internal static string Root { get; } = FindRoot();

    /// <summary>Every C# file of src and samples, parsed.</summary>
    internal static IReadOnlyList<SyntaxTree> Product { get; } = [.. Parse("src"), .. Parse("samples")];

    /// <summary>Every C# file of the tests, parsed.</summary>
    internal static IReadOnlyList<SyntaxTree> Tests { get; } = [.. Parse("test")];

    /// <summary>Paths, relative to the root, of the files below a folder with one of these endings; all when none is named.</summary>
    internal static IEnumerable<string> Files(string folder, params IReadOnlyList<string> endings)
    {
        string start = Path.Combine(Root, folder);
        return Directory.Exists(start) ? Walk(new DirectoryInfo(start)).Where(path => endings.Count == 0 || endings.Any(path.EndsWith)) : [];
    }

    internal static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Where a node stands, as compilers write it.</summary>
    internal static string Place(SyntaxNode node) => Place(node.GetLocation());

    internal static string Place(SyntaxToken token) => Place(token.GetLocation());

    private static string Place(Location location) => $"{location.SourceTree!.FilePath}:{location.GetLineSpan().StartLinePosition.Line + 1}";

    private static IEnumerable<SyntaxTree> Parse(string folder)
        => Files(folder, ".cs").Select(path => CSharpSyntaxTree.ParseText(Read(path), CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview), path));

    private static IEnumerable<string> Walk(DirectoryInfo folder) => folder.EnumerateFileSystemInfos()
        .Where(entry => !Generated.Contains(entry.Name) && (!entry.Name.StartsWith('.') || entry.Name is ".ci") && entry.LinkTarget is null)
        .SelectMany(entry => entry is DirectoryInfo inner ? Walk(inner) : [Path.GetRelativePath(Root, entry.FullName)]);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GrainJobs.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No GrainJobs.sln above the tests.");
    }
}
