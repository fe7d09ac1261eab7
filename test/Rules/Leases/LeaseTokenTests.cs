using CsCheck;
using GrainJobs.Queues;

namespace GrainJobs.Leases;

public sealed class LeaseTokenTests
{
    [Fact]
    public void A_token_tells_what_it_is_for_and_never_shows_its_secret()
    {
        var token = LeaseToken.New(QueueName.Default, "a.b:c");

        token.Subject.Should().Be("a.b:c");
        token.ToString().Should().Be("lease of a.b:c");
        LeaseToken.New(QueueName.Default, "x").Should().NotBe(LeaseToken.New(QueueName.Default, "x"));
        new LeaseToken("guess").Subject.Should().BeNull();
        new LeaseToken(null!).Subject.Should().BeNull();
    }

    [Fact]
    public void A_token_knows_its_queue_s_hash_and_fits_into_a_path() => Gen.String[Gen.Char.AlphaNumeric, 1, 100].Sample(name =>
    {
        var token = LeaseToken.New(new(name), "job");

        token.QueueHash.Should().Be(QueueHome.HashOf(new(name)));
        token.Subject.Should().Be("job");
        Uri.EscapeDataString(token.Value).Should().Be(token.Value);
    });

    [Fact]
    public void A_token_tells_which_request_it_answered() => Gen.Long[1, AskNumber.Largest].Sample(ask =>
    {
        var token = LeaseToken.New(QueueName.Builds, "job", ask);

        token.Ask.Should().Be(ask);
        token.QueueHash.Should().Be(QueueHome.HashOf(QueueName.Builds));
        token.Should().NotBe(LeaseToken.New(QueueName.Builds, "job", ask));
    });

    [Fact]
    public void Whatever_comes_as_a_token_has_some_hash() => Gen.String.Sample(text => FluentActions.Invoking(() => (new LeaseToken(text).QueueHash, new LeaseToken(text).Ask)).Should().NotThrow());

    [Fact]
    public void A_token_of_the_first_release_is_still_one()
    {
        var token = new LeaseToken("0123456789abcdef0123456789abcdef.job");

        token.Subject.Should().Be("job");
        FluentActions.Invoking(() => (token.QueueHash, token.Ask)).Should().NotThrow();
    }
}
