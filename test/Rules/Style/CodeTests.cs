using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrainJobs.Style;

/// <summary>What docs/style.md asks of C#, read off the sources.</summary>
public sealed partial class CodeTests
{
    private static readonly string[] EmptyWords = ["Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Manager", "Service", "Processor", "Impl", "Misc", "Common"];

    [Fact]
    public void No_clock_but_the_injected_one() => Nodes<MemberAccessExpressionSyntax>(Sources.Product)
        .Where(node => node.Expression.ToString() is "DateTime" or "DateTimeOffset" or "System.DateTime" or "System.DateTimeOffset")
        .Where(node => node.Name.Identifier.Text is "UtcNow" or "Now" or "Today")
        .Select(Sources.Place)
        .Should().BeEmpty();

    [Fact]
    public void No_sleep_in_a_test() => Nodes<MemberAccessExpressionSyntax>(Sources.Tests)
        .Where(node => !node.SyntaxTree.FilePath.StartsWith("test/Benchmarks", StringComparison.Ordinal))
        .Where(node => node.ToString() is "Thread.Sleep" or "Task.Delay")
        .Where(node => node.Parent is InvocationExpressionSyntax call && !IsSimulatedWork(call.ArgumentList))
        .Select(Sources.Place)
        .Should().BeEmpty("a test waits on a signal or a condition with a limit");

    [Fact]
    public void No_SQL_in_a_string_of_the_product() => Sources.Product
        .SelectMany(tree => tree.GetRoot().DescendantTokens())
        .Where(token => token.RawKind is (int)SyntaxKind.StringLiteralToken or (int)SyntaxKind.SingleLineRawStringLiteralToken or (int)SyntaxKind.MultiLineRawStringLiteralToken or (int)SyntaxKind.InterpolatedStringTextToken)
        .Where(token => Statement().IsMatch(token.ValueText))
        .Select(Sources.Place)
        .Should().BeEmpty("statements are files in sql/queries");

    [Fact]
    public void Only_the_silo_knows_the_databases() => Nodes<UsingDirectiveSyntax>(Sources.Product)
        .Where(node => node.Name?.ToString() is { } name && (name.StartsWith("Npgsql", StringComparison.Ordinal) || name.StartsWith("Microsoft.Data.Sqlite", StringComparison.Ordinal)))
        .Where(node => !node.SyntaxTree.FilePath.StartsWith("src/Silo/", StringComparison.Ordinal) && !node.SyntaxTree.FilePath.StartsWith("samples/", StringComparison.Ordinal))
        .Select(Sources.Place)
        .Should().BeEmpty();

    [Fact]
    public void No_type_and_no_room_is_named_after_nothing()
    {
        IEnumerable<string> types = Nodes<BaseTypeDeclarationSyntax>(Sources.Product)
            .Where(node => EmptyWords.Any(word => node.Identifier.Text.EndsWith(word, StringComparison.Ordinal)))
            .Select(Sources.Place);
        IEnumerable<string> rooms = Sources.Product
            .Select(tree => Path.GetDirectoryName(tree.FilePath)!)
            .Distinct()
            .Where(folder => folder.Split('/').Any(EmptyWords.Contains));

        types.Concat(rooms).Should().BeEmpty();
    }

    [Fact]
    public void A_class_is_sealed_unless_something_derives_from_it()
    {
        HashSet<string> bases = [.. Nodes<ClassDeclarationSyntax>(Sources.Product)
            .SelectMany(node => node.BaseList?.Types ?? [])
            .Select(type => type.Type.ToString().Split('<')[0].Split('.')[^1])];

        Nodes<ClassDeclarationSyntax>(Sources.Product)
            .GroupBy(node => node.Identifier.Text)
            .Where(parts => !bases.Contains(parts.Key) && !parts.Any(part => part.Modifiers.Any(IsClosed)))
            .Select(parts => Sources.Place(parts.First()))
            .Should().BeEmpty();
    }

    [Fact]
    public void A_file_holds_one_type_or_the_small_records_of_one_message() => Sources.Product
        .Where(tree => TopTypes(tree).Count() > 1)
        .Where(tree => tree.GetText().Lines.Count > 80 || !TopTypes(tree).All(type => type is RecordDeclarationSyntax or EnumDeclarationSyntax))
        .Select(tree => tree.FilePath)
        .Should().BeEmpty();

    [Fact]
    public void Namespaces_are_file_scoped() => Nodes<NamespaceDeclarationSyntax>(Sources.Product).Select(Sources.Place).Should().BeEmpty();

    [Fact]
    public void Files_are_short()
    {
        (int Size, string Place)[] files = [.. Sources.Product.Select(tree => (tree.GetText().Lines.Count, tree.FilePath)).Order()];

        Percentile(files, 50).Should().BeLessThanOrEqualTo(60);
        Percentile(files, 95).Should().BeLessThan(260);
        files.Where(file => file.Size > 400).Should().BeEmpty();
    }

    [Fact]
    public void Functions_are_short()
    {
        (int Size, string Place)[] functions = [.. Nodes<BaseMethodDeclarationSyntax>(Sources.Product).Cast<SyntaxNode>()
            .Concat(Nodes<LocalFunctionStatementSyntax>(Sources.Product))
            .Where(node => node.Parent is not InterfaceDeclarationSyntax)
            .Select(node => (LineCount(node), Sources.Place(node)))
            .Order()];

        Percentile(functions, 50).Should().BeLessThanOrEqualTo(8);
        Percentile(functions, 95).Should().BeLessThan(40);
        functions.Where(function => function.Size > 90).Should().BeEmpty();
    }

    [Fact]
    public void Tests_are_short_too()
    {
        Sources.Tests.Where(tree => tree.GetText().Lines.Count > 500).Select(tree => tree.FilePath).Should().BeEmpty();
        Nodes<MethodDeclarationSyntax>(Sources.Tests).Where(node => LineCount(node) > 90).Select(Sources.Place).Should().BeEmpty();
    }

    [GeneratedRegex(@"^\s*(select\b.+\bfrom\b|insert\s+into\b|update\s+\w+\s+set\b|delete\s+from\b|(create|alter|drop)\s+(table|index|view|function)\b|with\s+\w+\s+as\s*\()", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Statement();

    private static IEnumerable<T> Nodes<T>(IEnumerable<SyntaxTree> trees)
        where T : SyntaxNode => trees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<T>());

    // A handler of a test that takes its time gives a clock and a token; a test that hopes for the best gives only a time.
    private static bool IsSimulatedWork(ArgumentListSyntax arguments)
        => arguments.Arguments.Count == 3 || arguments.ToString().Contains("Infinite", StringComparison.Ordinal);

    private static IEnumerable<SyntaxNode> TopTypes(SyntaxTree tree) => tree.GetRoot().DescendantNodes()
        .Where(node => node is (BaseTypeDeclarationSyntax or DelegateDeclarationSyntax) && node.Parent is BaseNamespaceDeclarationSyntax);

    private static bool IsClosed(SyntaxToken modifier) => modifier.RawKind is (int)SyntaxKind.SealedKeyword or (int)SyntaxKind.StaticKeyword or (int)SyntaxKind.AbstractKeyword;

    private static int LineCount(SyntaxNode node)
    {
        FileLinePositionSpan span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static int Percentile((int Size, string Place)[] sorted, int percent) => sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)].Size;
}
