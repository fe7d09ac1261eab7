using Microsoft.Extensions.Configuration;

namespace GrainJobs.Hosting;

public sealed class SettingsTests
{
    private const string Key = "0123456789012345678901234567890123456789";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789012345678901234567890")]
    public void Without_a_long_admin_key_there_is_no_start(string? key)
    {
        var read = () => GatewaySettings.Read(Configuration(("CONTROLLER_API_KEY", key)));

        read.Should().Throw<BadSettingsException>().Which.Problems.Should().Equal("CONTROLLER_API_KEY must be set and at least 32 characters");
    }

    [Fact]
    public void Every_problem_is_named_at_once_and_no_value_is_shown()
    {
        var read = () => GatewaySettings.Read(Configuration(
            ("CONTROLLER_API_KEY", Key),
            ("Auth:Keys:0:Key", "sesame-secret"),
            ("Auth:Keys:0:Role", "king"),
            ("Auth:TokenSecret", "too-short-secret"),
            ("Auth:AnonymousJobReads", "perhaps"),
            ("Limits:SourceBytes", "many"),
            ("URLS", "nonsense")));

        var problems = read.Should().Throw<BadSettingsException>().Which.Problems;
        string.Join('\n', problems).Should().ContainAll(
            "Auth__Keys__0__Key", "Auth__Keys__0__Name", "Auth__Keys__0__Role", "Auth__TokenSecret", "Auth__AnonymousJobReads", "Limits__SourceBytes", "ASPNETCORE_URLS")
            .And.NotContainAny("sesame", "king", "too-short-secret", "perhaps", "many", "nonsense");
    }

    [Fact]
    public void The_token_secret_follows_from_the_admin_key_unless_set()
    {
        var first = GatewaySettings.Read(Configuration(("CONTROLLER_API_KEY", Key)));
        var again = GatewaySettings.Read(Configuration(("CONTROLLER_API_KEY", Key)));
        var other = GatewaySettings.Read(Configuration(("CONTROLLER_API_KEY", Key + "x")));

        again.Auth.TokenSecret.Should().Equal(first.Auth.TokenSecret);
        other.Auth.TokenSecret.Should().NotEqual(first.Auth.TokenSecret);
        first.Urls.Should().Be("http://127.0.0.1:8080");
    }

    [Theory]
    [InlineData("65536", 65536)]
    [InlineData("64 KiB", 65536)]
    [InlineData("64KB", 64000)]
    [InlineData("500 MB", 500_000_000)]
    [InlineData("1.5 GiB", 1_610_612_736)]
    [InlineData("7 b", 7)]
    public void A_size_may_have_a_unit(string text, long bytes)
    {
        ByteSize.TryParse(text, out var parsed).Should().BeTrue();
        parsed.Should().Be(bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MB")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1 XB")]
    [InlineData("99999999999999999999 GB")]
    public void What_is_no_size_is_refused(string text) => ByteSize.TryParse(text, out _).Should().BeFalse();

    [Theory]
    [InlineData("30")]
    [InlineData("00:00:00")]
    [InlineData("soon")]
    public void A_duration_is_hours_minutes_seconds_within_bounds(string text)
    {
        var settings = new Settings(Configuration(("Leases:Duration", text)));
        settings.Duration("Leases:Duration", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

        settings.Problems.Should().ContainSingle().Which.Should().StartWith("Leases__Duration must be");
    }

    [Fact]
    public void A_log_line_stays_one_line() =>
        LineText.Escape("a\nb\r\u001b[31m\u2028c\0").Should().Be("a\\nb\\r\\u001b[31m\\u2028c\\u0000");

    private static IConfigurationRoot Configuration(params (string Name, string? Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
        .Build();
}
