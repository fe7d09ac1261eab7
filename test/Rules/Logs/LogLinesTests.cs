namespace GrainJobs.Logs;

public sealed class LogLinesTests
{
    [Fact]
    public void Lines_are_cut_at_line_ends_wherever_the_pieces_end()
    {
        LogLines lines = new();

        lines.Push("one\r\ntw").Should().Equal("one");
        lines.Push("o\n\nthree").Should().Equal("two", string.Empty);
        lines.Flush().Should().Equal("three");
    }

    [Fact]
    public void Colours_are_dropped_and_other_control_characters_replaced()
        => Only("\u001b[1;31mred\u001b[0m a\tb\0c\u0007\n").Should().Be("red a\tb\uFFFDc\uFFFD");

    [Fact]
    public void A_line_without_end_is_cut_and_no_character_is_split()
    {
        LogLines lines = new();

        string[] cut = [.. lines.Push(new string('x', LogLines.LongestLine - 1) + "😀y")];

        cut.Should().ContainSingle().Which.Should().EndWith("😀");
        lines.Flush().Should().Equal("y");
    }

    private static string Only(string text) => new LogLines().Push(text).Single();
}
