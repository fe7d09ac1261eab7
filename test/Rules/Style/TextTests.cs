using System.Text.RegularExpressions;

namespace GrainJobs.Style;

/// <summary>What docs/style.md asks of SQL, scripts and every other text.</summary>
public sealed partial class TextTests
{
    private static readonly string[] Endings = [".cs", ".sql", ".sh", ".md", ".yml", ".yaml", ".js", ".mjs", ".html", ".props", ".csproj", ".service", "Containerfile", "run"];

    [Fact]
    public void Every_query_begins_with_its_purpose() => Sources.Files("sql/queries", ".sql")
        .Where(path => !Sources.Read(path).StartsWith("-- ", StringComparison.Ordinal))
        .Should().BeEmpty();

    [Fact]
    public void Every_query_is_named_verb_what() => Sources.Files("sql/queries", ".sql")
        .Where(path => !QueryName().IsMatch(Path.GetFileName(path)))
        .Should().BeEmpty();

    [Fact]
    public void Every_migration_is_numbered_once_for_each_database() => Sources.Files("sql/migrations", ".sql")
        .Select(path => MigrationName().Match(Path.GetFileName(path)))
        .GroupBy(name => name.Success ? $"{name.Groups["number"]} {name.Groups["database"]}" : "misnamed")
        .Where(group => group.Key == "misnamed" || group.Count() > 1)
        .Select(group => group.Key)
        .Should().BeEmpty();

    [Fact]
    public void Keywords_are_lower_case() => Sources.Files("sql", ".sql")
        .Where(path => ShoutedSql().IsMatch(WithoutComments(Sources.Read(path))))
        .Should().BeEmpty();

    [Fact]
    public void No_text_says_what_is_still_to_be_done() => Texts()
        .Where(text => Unfinished().IsMatch(text.Content))
        .Select(text => text.Path)
        .Should().BeEmpty();

    [Fact]
    public void No_text_names_a_path_of_somebodys_machine() => Texts()
        .Where(text => MachinePath().IsMatch(text.Content))
        .Select(text => text.Path)
        .Should().BeEmpty();

    [Fact]
    public void Every_link_between_documents_leads_somewhere() => Sources.Files(".", ".md")
        .SelectMany(path => LocalLink().Matches(Sources.Read(path)).Select(link => (From: path, To: link.Groups["to"].Value.Split('#')[0])))
        .Where(link => link.To.Length > 0 && !Path.Exists(Path.Combine(Sources.Root, Path.GetDirectoryName(link.From)!, link.To)))
        .Select(link => $"{link.From} -> {link.To}")
        .Should().BeEmpty();

    [Fact]
    public void Every_code_of_a_refusal_is_documented()
    {
        string page = Sources.Read("docs/errors.md");
        Sources.Files("src", "RefusalCode.cs", "ProblemCode.cs")
            .SelectMany(path => Code().Matches(Sources.Read(path)))
            .Select(code => code.Groups["code"].Value)
            .Where(code => !page.Contains($"`{code}`", StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    [Fact]
    public void Every_setting_that_the_programs_read_is_documented()
    {
        string page = Sources.Read("docs/operating.md");
        Sources.Files("src", ".cs")
            .SelectMany(path => SettingRead().Matches(Sources.Read(path)))
            .Select(read => read.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal))
            .Distinct()
            .Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    [GeneratedRegex(@"\.(Text|Number|Flag|Duration|Bytes)\(\s*""(?<name>[A-Za-z]+(:[A-Za-z0-9]+)+)""")]
    private static partial Regex SettingRead();

    [GeneratedRegex(@"const string \w+ = ""(?<code>\w+)""")]
    private static partial Regex Code();

    [GeneratedRegex(@"^[a-z]+(_[a-z0-9]+)*(\.postgres|\.sqlite)?\.sql$")]
    private static partial Regex QueryName();

    [GeneratedRegex(@"^(?<number>\d{4})_[a-z0-9_]+\.(?<database>postgres|sqlite)\.sql$")]
    private static partial Regex MigrationName();

    [GeneratedRegex(@"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|FROM|WHERE|VALUES|RETURNING)\b")]
    private static partial Regex ShoutedSql();

    // Spelled so that this file doesn't find itself.
    [GeneratedRegex("\\bTO" + "DO\\b|\\bFIX" + "ME\\b|\\bHA" + "CK\\b|\\bX" + "XX\\b|[Nn]ot (yet )?impl" + "emented")]
    private static partial Regex Unfinished();

    [GeneratedRegex("/wo" + "rk/|/ro" + "ot/|/ho" + "me/[a-z]")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\]\((?!https?:|mailto:|#|/)(?<to>[^)\s]+)\)")]
    private static partial Regex LocalLink();

    private static IEnumerable<(string Path, string Content)> Texts() => Sources.Files(".", Endings).Select(path => (path, Sources.Read(path)));

    private static string WithoutComments(string sql) => string.Join('\n', sql.Split('\n').Select(line => line.Split("--")[0]));
}
