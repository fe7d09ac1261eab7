namespace GrainJobs.Http;

public sealed class KeyRingTests
{
    private const string First = "first-key-first-key-first-key-first";
    private const string Second = "second-key-second-key-second-key-se";

    private static readonly KeyRing Ring = new([ApiKey.Of("one", Role.Admin, First), ApiKey.Of("two", Role.Worker, Second)]);

    [Fact]
    public void A_key_is_found_with_its_role()
    {
        Ring.Find(First)!.Role.Should().Be(Role.Admin);
        Ring.Find(Second)!.Name.Should().Be("two");
    }

    [Theory]
    [InlineData("")]
    [InlineData("first-key-first-key-first-key-firs")]
    [InlineData("first-key-first-key-first-key-firstt")]
    [InlineData("First-key-first-key-first-key-first")]
    public void Nearly_a_key_is_no_key(string text) => Ring.Find(text).Should().BeNull();

    [Fact]
    public void The_key_itself_is_not_kept() => ApiKey.Of("one", Role.Admin, First).ToString().Should().NotContain(First);
}
