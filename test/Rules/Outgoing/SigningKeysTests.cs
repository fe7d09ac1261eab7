using System.Text;

namespace GrainJobs.Outgoing;

public sealed class SigningKeysTests
{
    /// <summary>The example of the Standard Webhooks specification.</summary>
    [Fact]
    public void The_signature_is_the_one_of_the_specification()
    {
        var keys = SigningKeys.From(new() { SigningSecrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] }, "unused");

        keys.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("""{"test": 2432232314}"""))
            .Should().Be("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Fact]
    public void Without_a_secret_one_is_derived_the_same_everywhere_and_never_the_token_secret_itself()
    {
        var secret = new string('k', 40);

        var one = SigningKeys.From(new(), secret).Sign("id", 1, "x"u8);

        SigningKeys.From(new(), secret).Sign("id", 1, "x"u8).Should().Be(one);
        SigningKeys.From(new(), secret + "l").Sign("id", 1, "x"u8).Should().NotBe(one);
        new SigningKeys([Encoding.UTF8.GetBytes(secret)]).Sign("id", 1, "x"u8).Should().NotBe(one);
        SigningKeys.From(new(), null).IsEmpty.Should().BeTrue();
    }

    [Theory]
    [InlineData("whsec_")]
    [InlineData("whsec_AAAA")]
    [InlineData("secret")]
    [InlineData("whsec_%%%%")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void A_secret_that_is_none_is_told(string secret) => SigningKeys.Decode(secret).Should().BeNull();
}
