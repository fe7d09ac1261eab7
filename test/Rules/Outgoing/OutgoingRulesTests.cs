using System.Net;
using Microsoft.Extensions.Options;

namespace GrainJobs.Outgoing;

public sealed class OutgoingRulesTests
{
    [Theory]
    [InlineData("https://example.com/hook?x=1")]
    [InlineData("http://8.8.8.8:8080/")]
    [InlineData("https://[2606:4700::1]/")]
    public void A_public_target_is_fine(string url) => Rules().Fault(url).Should().BeNull();

    [Theory]
    [InlineData("")]
    [InlineData("hook")]
    [InlineData("/hook")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://user:password@example.com/")]
    [InlineData("http://localhost/")]
    [InlineData("http://LOCALHOST:80/")]
    [InlineData("http://localhost./")]
    [InlineData("http://a.localhost/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://0/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://[::]/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://172.16.0.1/")]
    [InlineData("http://192.168.1.1/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fd00::1]/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://255.255.255.255/")]
    public void Anything_else_is_refused(string url) => Rules().Fault(url).Should().NotBeNull();

    [Fact]
    public void A_listed_network_is_allowed_and_nothing_beside_it()
    {
        var rules = Rules("10.1.0.0/16", "127.0.0.1", "fd00::/8");

        rules.Fault("http://10.1.2.3/").Should().BeNull();
        rules.Fault("http://10.2.2.3/").Should().NotBeNull();
        rules.Fault("http://localhost/").Should().BeNull();
        rules.Fault("http://127.0.0.2/").Should().NotBeNull();
        rules.Fault("http://[::ffff:10.1.2.3]/").Should().BeNull();
        rules.Fault("http://[fd00::1]/").Should().BeNull();
        rules.MayReach(IPAddress.Parse("192.168.0.1")).Should().BeFalse();
    }

    private static OutgoingRules Rules(params string[] allowed) => new(Options.Create(new OutgoingOptions { AllowedNetworks = allowed }));
}
