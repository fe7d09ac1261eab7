using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace GrainJobs.Http;

public sealed partial class ProblemTableTests
{
    [Fact]
    public void The_document_and_the_table_agree()
    {
        var documented = Row().Matches(File.ReadAllText(Repository.File("docs/errors.md")))
            .ToDictionary(row => row.Groups[1].Value, row => int.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture));

        documented.Should().BeEquivalentTo(ProblemTable.All);
    }

    [Fact]
    public void Every_refusal_code_has_a_status()
    {
        var codes = new[] { typeof(RefusalCode), typeof(ProblemCode) }
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!);

        codes.Should().BeSubsetOf(ProblemTable.All.Keys);
    }

    [GeneratedRegex(@"^\| `(\w+)` \| (\d{3}) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
