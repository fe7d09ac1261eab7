using System.Text.Json;

namespace GrainJobs.Execution;

public sealed class PayloadShapeTests
{
    [Theory]
    [InlineData(typeof(Scalars))]
    [InlineData(typeof(Lists))]
    [InlineData(typeof(AnyPayload))]
    public void Scalars_and_lists_of_scalars_are_payloads(Type type) => PayloadShape.Of(type).Should().NotBeNull();

    [Theory]
    [InlineData(typeof(Nested), "Inner")]
    [InlineData(typeof(ListOfObjects), "Rows")]
    [InlineData(typeof(WithMap), "Map")]
    [InlineData(typeof(WithAnything), "Value")]
    [InlineData(typeof(WithElement), "Value")]
    [InlineData(typeof(ListOfLists), "Rows")]
    public void Anything_else_is_refused_by_the_propertys_name(Type type, string property)
    {
        var shaping = () => PayloadShape.Of(type);

        shaping.Should().Throw<InvalidOperationException>().WithMessage($"*{type.Name}.{property}*");
    }

    [Theory]
    [InlineData("""{"id":"a","count":1}""")]
    [InlineData("""{"ID":"a","Count":1}""")]
    [InlineData("""{"id":"a","count":1,"flag":true,"kind":"second","at":"2030-01-02T03:04:05Z","key":"0f8fad5b-d9cb-469f-a165-70867728950e"}""")]
    public void What_fits_is_read(string json) => PayloadShape.Of(typeof(Scalars)).Fault(json).Should().BeNull();

    [Theory]
    [InlineData("""{"id":"a"}""")]
    [InlineData("""{"id":null,"count":1}""")]
    [InlineData("""{"id":"a","count":"1"}""")]
    [InlineData("""{"id":"a","count":1,"other":2}""")]
    [InlineData("""{"id":"a","id":"b","count":1}""")]
    [InlineData("""{"id":"a","count":1,"kind":"third"}""")]
    [InlineData("""{"id":"a","count":99999999999}""")]
    [InlineData("""{"id":["a"],"count":1}""")]
    [InlineData("null")]
    [InlineData("17")]
    [InlineData("{")]
    [InlineData(null)]
    public void What_does_not_fit_is_told_with_the_fields_it_takes(string? json) =>
        PayloadShape.Of(typeof(Scalars)).Fault(json).Should().Contain("id, count");

    [Fact]
    public void A_payload_is_read_as_its_record()
    {
        PayloadShape.Of(typeof(Scalars)).Read("""{"id":"a","count":2}""").Should().Be(new Scalars("a", 2));
        PayloadShape.Of(typeof(AnyPayload)).Read("""{"a":{"b":[]}}""").Should().Be(new AnyPayload("""{"a":{"b":[]}}"""));
        PayloadShape.Of(typeof(AnyPayload)).Read(null).Should().Be(new AnyPayload(null));
    }

    private enum Kind
    {
        First,
        Second,
    }

    private sealed record Scalars(string Id, int Count, bool? Flag = null, Kind? Kind = null, DateTimeOffset? At = null, Guid? Key = null, TimeSpan? For = null, decimal? Price = null);

    private sealed record Lists(string[] Names, List<int> Numbers, IReadOnlyList<Guid> Keys, HashSet<string> Set);

    private sealed record Nested(Scalars Inner);

    private sealed record ListOfObjects(Scalars[] Rows);

    private sealed record ListOfLists(int[][] Rows);

    private sealed record WithMap(Dictionary<string, string> Map);

    private sealed record WithAnything(object Value);

    private sealed record WithElement(JsonElement Value);
}
