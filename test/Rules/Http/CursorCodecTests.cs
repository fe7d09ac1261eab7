namespace GrainJobs.Http;

public sealed class CursorCodecTests
{
    private static readonly CursorCodec Codec = new(new() { Keys = [], TokenSecret = "secret"u8.ToArray() });

    [Fact]
    public void A_cursor_comes_back_as_it_went() =>
        Codec.Decode("jobs", Codec.Encode("jobs", "2026", "id|\"x")).Should().Equal("2026", "id|\"x");

    [Fact]
    public void A_cursor_of_another_list_is_refused() => Codec.Decode("builds", Codec.Encode("jobs", "1")).Should().BeNull();

    [Fact]
    public void An_edited_cursor_is_refused()
    {
        var cursor = Codec.Encode("jobs", "1", "2");
        for (var i = 0; i < cursor.Length - 1; i++)
        {
            Codec.Decode("jobs", cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..]).Should().BeNull();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("%%%")]
    [InlineData("AAAA")]
    public void Nonsense_is_refused(string text) => Codec.Decode("jobs", text).Should().BeNull();
}
