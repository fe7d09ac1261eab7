using GrainJobs.Execution;
using GrainJobs.Hosting;
using GrainJobs.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GrainJobs.Outgoing;

public sealed class OutgoingSetupTests
{
    [Fact]
    public void Networks_may_be_one_text_with_commas_or_numbered()
    {
        Read(("Outgoing:AllowedNetworks", "10.0.0.0/8, 127.0.0.1")).Outgoing.AllowedNetworks.Should().Equal("10.0.0.0/8", "127.0.0.1");
        Read(("Outgoing:AllowedNetworks:0", "10.0.0.0/8"), ("Outgoing:AllowedNetworks:1", "::1/128")).Outgoing.AllowedNetworks.Should().Equal("10.0.0.0/8", "::1/128");
        Read().Outgoing.AllowedNetworks.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Outgoing:AllowedNetworks", "10.0.0.0/99", "Outgoing__AllowedNetworks")]
    [InlineData("Outgoing:SigningSecrets:0", "hunter2", "Outgoing__SigningSecrets")]
    public void A_bad_setting_is_refused_by_name_without_its_value(string key, string value, string name)
    {
        var reading = () => Read((key, value));

        reading.Should().Throw<BadSettingsException>().Which.Problems.Should().ContainSingle().Which.Should().Contain(name).And.NotContain(value);
    }

    [Fact]
    public void Both_types_are_served_and_http_takes_any_payload()
    {
        var services = new ServiceCollection();
        services.AddOutgoing(new ConfigurationBuilder().Build());
        using var provider = services.BuildServiceProvider();
        var handlers = new HandlerRegistry(provider.GetServices<HandlerDescriptor>());

        handlers.Find(JobTypes.Http)!.Shape.Fault("""{"nested":{"list":[{}]}}""").Should().BeNull();
        handlers.Find(JobTypes.Http)!.Shape.Fault(null).Should().BeNull();
        handlers.Find(JobTypes.Webhook)!.Shape.Fault("""{"jobId":"a","status":"completed"}""").Should().BeNull();
    }

    private static SiloSettings Read(params (string Key, string Value)[] entries)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(entries.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value))).Build();
        var settings = new Settings(configuration);
        var read = SiloSettings.Read(settings, configuration);
        settings.ThrowIfRefused();
        return read;
    }
}
