using CsCheck;

namespace GrainJobs.Http;

public sealed class TokenMintTests
{
    private static readonly TokenMint Mint = new("a secret of this installation..."u8.ToArray());

    [Fact]
    public void A_token_names_its_thing_and_repeats_itself() => Gen.String[Gen.Char.AlphaNumeric, 1, 128].Sample(id =>
    {
        var token = Mint.Make(TokenKind.Worker, id, 3);
        token.Should().Be(Mint.Make(TokenKind.Worker, id, 3));
        Mint.Check(token).Should().Be(new AccessToken(TokenKind.Worker, id, 3));
    }, iter: 200);

    [Fact]
    public void No_single_changed_character_is_believed()
    {
        var token = Mint.Make(TokenKind.Job, "job-1");
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Mint.Check(changed).Should().BeNull($"character {i} was changed");
        }
    }

    [Fact]
    public void Another_installation_believes_none_of_ours() =>
        new TokenMint("another secret"u8.ToArray()).Check(Mint.Make(TokenKind.Build, "b")).Should().BeNull();

    [Fact]
    public void A_token_does_not_turn_into_one_of_another_kind()
    {
        var token = Mint.Make(TokenKind.Job, "x");
        Mint.Check("gjb_" + token[4..]).Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("gjj_")]
    [InlineData("gjj_..")]
    [InlineData("gjj_!!!.0.!!!")]
    [InlineData("gjj_eA.99999999999.eA")]
    [InlineData("something else")]
    public void Nonsense_is_no_token(string text) => Mint.Check(text).Should().BeNull();
}
