using System.Text;

namespace GrainJobs.Http;

public sealed class FingerprintTests
{
    [Fact]
    public void Order_and_white_space_do_not_count() =>
        Of("""{"a":1,"b":{"d":[1,2],"c":"x"}}""").Should().Be(Of("""{ "b": {"c":"x", "d":[1,2]}, "a": 1 }"""));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"a"}""")]
    public void Other_content_has_another_fingerprint(string one, string other) => Of(one).Should().NotBe(Of(other));

    [Fact]
    public void Form_parts_are_told_apart_by_name_and_value()
    {
        Form(("a", "1"), ("b", "2")).Should().Be(Form(("b", "2"), ("a", "1")));
        Form(("a", "12")).Should().NotBe(Form(("a", "1"), ("2", "")));
    }

    private static string Of(string json) => Fingerprint.Of(Encoding.UTF8.GetBytes(json));

    private static string Form(params (string Name, string Value)[] parts) =>
        Fingerprint.Of(parts.Select(part => KeyValuePair.Create(part.Name, part.Value)));
}
