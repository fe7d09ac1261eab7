using System.Security.Cryptography;
using System.Text;

namespace GrainJobs.Projects;

/// <summary>Vectors made by another program (OpenSSL), and each way in which a request is refused.</summary>
public sealed class SignaturesTests
{
    private const string Secret = "the shared secret of the test vectors";
    private const string Body = """{"projectId":"p1","prompt":"héllo"}""";
    private const string V1 = "1811cee194fbc7f5803d7818ae7cc94e9b25b552bb1b8f335c2ff49ca71375a7";
    private const string V2 = "7b3dab2cc08e43e44dd18cacea9f3bbfcd528cd9f3296b025c99182e1dc0305c";
    private const string V2NoNonce = "8e9b5f7dda2b26318f7d60889d9ee2af5d2e4fe2dececd125eb8c5e040cba722";
    private const string Only = "d4165b67c169efd89a4b714e00aad191b0886695a32638488a84afaf6aba3d7b";

    private static readonly SigningSettings Settings = new() { SharedSecret = Encoding.UTF8.GetBytes(Secret) };
    private static readonly DateTimeOffset Signed = DateTimeOffset.FromUnixTimeSeconds(1_772_366_400);

    private static readonly SignedRequest Request = new()
    {
        Method = "POST",
        Path = "/v1/update-project",
        Query = "b=2&a=1",
        Timestamp = "1772366400",
        Nonce = "n-1",
        Body = Encoding.UTF8.GetBytes(Body),
    };

    [Fact]
    public void The_first_version_signs_timestamp_and_body() =>
        Judge(Request with { Signature = V1 }).Should().BeEquivalentTo((SignatureVerdict.Genuine, new[] { V1 }));

    [Fact]
    public void The_second_version_signs_method_path_with_sorted_query_timestamp_nonce_and_body() =>
        Judge(Request with { SignatureV2 = V2 }).Should().BeEquivalentTo((SignatureVerdict.Genuine, new[] { V2 }));

    [Fact]
    public void An_absent_nonce_is_an_empty_line() =>
        Judge(Request with { SignatureV2 = V2NoNonce, Nonce = "" }).Verdict.Should().Be(SignatureVerdict.Genuine);

    [Fact]
    public void Upper_case_hex_is_the_same_signature() =>
        Judge(Request with { Signature = V1.ToUpperInvariant() }).Genuine.Should().Equal(V1);

    [Fact]
    public void One_genuine_signature_of_two_is_enough_and_only_it_counts() =>
        Judge(Request with { Signature = V1, SignatureV2 = new string('0', 64) }).Should().BeEquivalentTo((SignatureVerdict.Genuine, new[] { V1 }));

    [Fact]
    public void No_signature_is_missing_before_anything_else() =>
        Judge(Request with { Timestamp = "nonsense" }).Verdict.Should().Be(SignatureVerdict.Missing);

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("1772366400.5")]
    [InlineData("-1772366400")]
    [InlineData(" 1772366400")]
    [InlineData("1772366279")]
    [InlineData("1772366521")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999999999")]
    public void A_timestamp_that_is_missing_no_number_or_too_far_is_out_of_time_whatever_the_signature(string timestamp) =>
        Judge(Request with { Signature = V1, Timestamp = timestamp }).Verdict.Should().Be(SignatureVerdict.OutOfTime);

    [Theory]
    [InlineData(-120)]
    [InlineData(120)]
    public void A_timestamp_at_the_edge_is_in_time(int seconds) =>
        Signatures.Judge(Request with { Signature = V1 }, Settings, Signed.AddSeconds(seconds)).Verdict.Should().Be(SignatureVerdict.Genuine);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("zz")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public void A_signature_that_does_not_match_is_wrong(string signature)
    {
        Judge(Request with { Signature = signature }).Verdict.Should().Be(SignatureVerdict.Wrong);
        Judge(Request with { SignatureV2 = signature }).Verdict.Should().Be(SignatureVerdict.Wrong);
    }

    [Fact]
    public void Every_changed_part_makes_the_second_version_wrong()
    {
        var good = Request with { SignatureV2 = V2 };
        SignedRequest[] changed =
        [
            good with { Method = "PUT" }, good with { Path = "/v1/other" }, good with { Query = "a=1&b=3" }, good with { Timestamp = "1772366401" },
            good with { Nonce = "n-2" }, good with { Body = Encoding.UTF8.GetBytes(Body + " ") },
        ];
        changed.Should().OnlyContain(each => Judge(each).Verdict == SignatureVerdict.Wrong);
    }

    [Fact]
    public void The_body_alone_is_enough_only_when_a_setting_says_so()
    {
        var request = Request with { Signature = Only, Timestamp = "" };
        Judge(request).Verdict.Should().Be(SignatureVerdict.OutOfTime);
        Signatures.Judge(request, Settings with { AllowBodyOnly = true }, Signed).Verdict.Should().Be(SignatureVerdict.Genuine);
        Signatures.Judge(request with { Timestamp = "1772366400" }, Settings with { AllowBodyOnly = true }, Signed).Verdict
            .Should().Be(SignatureVerdict.Wrong, "with a timestamp the timestamp is signed too");
    }

    [Fact]
    public void The_query_is_sorted_by_name_and_equal_names_keep_their_order() =>
        Signatures.SortedQuery("b=1&a=2&b=0&c&a=1").Should().Be("a=2&a=1&b=1&b=0&c");

    [Fact]
    public void The_constants_of_this_test_are_what_the_platform_computes() =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes("1772366400" + Body))).Should().Be(V1);

    private static (SignatureVerdict Verdict, string[] Genuine) Judge(SignedRequest request) => Signatures.Judge(request, Settings, Signed);
}
