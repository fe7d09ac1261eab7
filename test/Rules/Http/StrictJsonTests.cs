using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrainJobs.Http;

public sealed class StrictJsonTests
{
    [Fact]
    public void A_fitting_body_is_read_with_its_raw_payload()
    {
        var sample = Parse("""{"name":"n","count":3,"at":"2026-01-02T03:04:05Z","payload":{"b":1,"a":[1.50]},"steps":[{"kind":"x"}]}""").Value!;

        sample.Name.Should().Be("n");
        sample.Payload!.Value.GetRawText().Should().Be("""{"b":1,"a":[1.50]}""");
        sample.Steps![0].Kind.Should().Be("x");
    }

    [Theory]
    [InlineData("""{"name":"a","name":"b"}""", "name", "is given twice")]
    [InlineData("""{"name":"a","other":1}""", "other", "is not known here")]
    [InlineData("""{"name":"a","count":"3"}""", "count", "must be a whole number")]
    [InlineData("""{"name":"a","count":3.5}""", "count", "must be a whole number")]
    [InlineData("""{"name":3}""", "name", "must be a string")]
    [InlineData("""{"count":3}""", "name", "is required")]
    [InlineData("""{"name":"a","on":"true"}""", "on", "must be true or false")]
    [InlineData("""{"name":"a","at":"tomorrow"}""", "at", "must be an ISO 8601 time, such as 2026-01-31T12:00:00.000Z")]
    [InlineData("""{"name":"a","steps":[{"kind":"x"},{"kind":7}]}""", "steps[1].kind", "must be a string")]
    [InlineData("""{"name":"a","steps":{}}""", "steps", "must be a list")]
    [InlineData("""{"name":"a\u0000"}""", "name", "holds U+0000 or half a surrogate pair")]
    [InlineData("""{"name":"a","payload":{"x":["\ud800"]}}""", "payload.x[0]", "holds U+0000 or half a surrogate pair")]
    [InlineData("""{"name":"a","payload":{"x":1,"x":2}}""", "payload.x", "is given twice")]
    [InlineData("""{"name":"a","payload":{"x":1,"\u0078":2}}""", "payload.x", "is given twice")]
    [InlineData("[]", "body", "must be an object")]
    [InlineData("null", "body", "must be an object")]
    public void A_fault_is_named_by_its_path(string json, string path, string fault)
    {
        var refusal = Parse(json).Refusal!;

        refusal.Code.Should().Be(RefusalCode.Invalid);
        refusal.Fields.Should().ContainKey(path).WhoseValue.Should().Contain(fault);
    }

    [Fact]
    public void All_faults_are_named_at_once() =>
        Parse("""{"count":"x","on":1,"extra":2}""").Refusal!.Fields.Keys.Should().BeEquivalentTo("count", "on", "extra", "name");

    [Theory]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"name":"a",}""")]
    [InlineData("""{"name":"a" /* no */}""")]
    [InlineData("{\"name\":\"a\u0001\"}")]
    public void What_is_no_JSON_is_refused_as_such(string json) => Parse(json).Refusal!.Code.Should().Be(ProblemCode.MalformedJson);

    [Fact]
    public void Too_deep_a_body_is_refused()
    {
        var deep = "{\"name\":\"a\",\"payload\":" + new string('[', 5000) + new string(']', 5000) + "}";

        Parse(deep).Refusal!.Code.Should().Be(ProblemCode.MalformedJson);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused() =>
        StrictJson.Parse(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }, SampleJson.Default.Sample).Refusal!.Code.Should().Be(ProblemCode.MalformedJson);

    [Fact]
    public void A_pair_of_surrogate_escapes_is_fine() => Parse("""{"name":"\ud83d\ude00"}""").Value!.Name.Should().Be("😀");

    [Fact]
    public void A_hundred_faults_do_not_make_a_book()
    {
        var many = "{" + string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"x{i}\":1")) + "}";

        Parse(many).Refusal!.Fields.Count.Should().BeLessThanOrEqualTo(50);
    }

    private static Result<Sample> Parse(string json) => StrictJson.Parse(Encoding.UTF8.GetBytes(json), SampleJson.Default.Sample);
}

internal sealed record Sample
{
    public required string Name { get; init; }

    public int? Count { get; init; }

    public bool On { get; init; }

    public DateTimeOffset? At { get; init; }

    public JsonElement? Payload { get; init; }

    public SampleStep[]? Steps { get; init; }
}

internal sealed record SampleStep(string Kind);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(UtcMilliseconds)])]
[JsonSerializable(typeof(Sample))]
internal sealed partial class SampleJson : JsonSerializerContext;
