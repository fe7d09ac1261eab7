using System.Text;
using System.Text.Json;
using CsCheck;

namespace GrainJobs.Logs;

public sealed class SecretMaskTests
{
    private const string Secret = "pa$$ w\"ord/+?Zürich";

    public static TheoryData<string> Encodings => new(
        Secret,
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)).TrimEnd('='),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Secret)),
        Uri.EscapeDataString(Secret),
        Uri.EscapeDataString(Secret).Replace("%20", "+", StringComparison.Ordinal),
        JsonSerializer.Serialize(Secret).Trim('"'));

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_secret_is_masked_however_it_is_encoded(string encoded)
        => SecretMask.Apply([Secret], $"before {encoded} after\n").Should().NotContain(encoded[..^3]).And.StartWith("before ***").And.EndWith(" after\n");

    [Theory]
    [InlineData("u:", ":x")]
    [InlineData("us:", "")]
    [InlineData("use:", "!!")]
    public void A_secret_within_a_longer_text_in_base64_is_masked(string before, string after)
    {
        const string secret = "abcdefghijklmnop";
        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + secret + after));

        string shown = SecretMask.Apply([secret], $"Authorization: Basic {encoded}\n");

        shown.Should().Contain("***").And.NotContain(encoded.Substring(6, 12));
    }

    [Fact]
    public void A_secret_broken_over_lines_is_masked()
        => SecretMask.Apply(["abcdefghijkl"], "one abcd\nefgh\r\nijkl two\n").Should().Be("one *** two\n");

    [Fact]
    public void A_secret_of_several_lines_is_masked()
        => SecretMask.Apply(["-----BEGIN\nKEYKEYKEY\nEND-----"], "x\n-----BEGIN\nKEYKEYKEY\nEND-----\ny\n").Should().Be("x\n***\ny\n");

    [Fact]
    public void Of_two_secrets_the_longer_match_wins()
        => SecretMask.Apply(["hunter2", "hunter2-and-more"], "hunter2-and-more hunter2 hunter2-").Should().Be("*** *** ***-");

    [Fact]
    public void What_can_not_become_a_secret_is_not_held_back()
    {
        SecretMask mask = new(["secret-value"]);

        mask.Push("all of this, and a newline\n").Should().Be("all of this, and a newline\n");
        mask.Push("but not sec").Should().Be("but not ");
        mask.Push("ond").Should().Be("second");
    }

    [Fact]
    public void However_a_text_is_cut_into_pieces_no_secret_is_ever_shown()
        => Gen.Select(Gen.String[Gen.Char["sec\n-x"], 0, 40].Array[0, 6], Gen.Int[1, 9], Gen.Int[1, 5]).Sample((texts, cut, step) =>
        {
            const string secret = "sec-sec-x";
            string text = string.Join(secret, texts);
            SecretMask mask = new([secret]);
            StringBuilder shown = new();
            for (int at = 0, length = cut; at < text.Length; at += length, length = 1 + ((length + step) % 9))
            {
                shown.Append(mask.Push(text.AsSpan(at, Math.Min(length, text.Length - at))));
            }

            shown.Append(mask.Flush());
            return !SecretVariants.Squeeze(shown.ToString()).Contains(secret, StringComparison.Ordinal) && shown.ToString() == SecretMask.Apply([secret], text);
        });

    [Fact]
    public void Without_secrets_text_passes() => SecretMask.Apply([], "anything\n").Should().Be("anything\n");
}
