using GrainJobs.Http;
using GrainJobs.Processes;

namespace GrainJobs.Hosting;

/// <summary>Starting with wrong configuration, and ending on signals, seen from outside.</summary>
public sealed class StartTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("only-31-characters-0123456789-0")]
    public async Task Without_a_long_enough_key_nothing_starts_and_nothing_listens(string? key)
    {
        await using ServerProcess gateway = Gateway(("CONTROLLER_API_KEY", key));

        (await gateway.Child.ExitAsync()).Should().Be(2);
        gateway.Child.Lines.Should().Contain("CONTROLLER_API_KEY must be set and at least 32 characters");
        gateway.Child.Lines.Should().NotContain(line => line.Contains("Now listening"));
        if (!string.IsNullOrEmpty(key))
        {
            gateway.Child.Tail().Should().NotContain(key, "a value is never shown");
        }
    }

    [Theory]
    [InlineData("Leases__Duration", "half an hour")]
    [InlineData("Limits__PayloadBytes", "-1")]
    [InlineData("Limits__SourceBytes", "much")]
    [InlineData("Retention__Completed", "7")]
    [InlineData("Auth__AnonymousJobReads", "perhaps")]
    [InlineData("Auth__Keys__0__Role", "emperor")]
    [InlineData("Outgoing__AllowedNetworks", "10.0.0.0/99")]
    [InlineData("Signing__AllowBodyOnly", "sometimes")]
    [InlineData("Limits__ProjectUpdatesPerHour", "-5")]
    public async Task A_wrong_setting_ends_the_start_with_2_and_is_named(string setting, string value)
    {
        await using ServerProcess gateway = Gateway((setting, value));

        (await gateway.Child.ExitAsync()).Should().Be(2);
        gateway.Child.Lines.Should().Contain(line => line.Contains(setting), "the message names the setting");
        gateway.Child.Lines.Should().NotContain(line => line.Contains($"'{value}'") || line.Contains($"\"{value}\""));
    }

    [Fact]
    public async Task SIGTERM_ends_an_idle_server_cleanly_and_it_starts_again_on_its_data()
    {
        await using ServerProcess gateway = Gateway();
        await gateway.ReadyAsync();

        (await gateway.StopAsync()).Should().Be(0);
        await (await gateway.StartAgainAsync()).ReadyAsync();
        await gateway.KillAsync();
        await (await gateway.StartAgainAsync()).ReadyAsync();

        using HttpCaller caller = gateway.Caller();
        (await caller.GetAsync("/api/queues")).Status.Should().Be(200);
    }

    private ServerProcess Gateway(params IEnumerable<(string Name, string? Value)> settings) => ServerProcess.Gateway("gateway", new ServerOptions
    {
        DataFolder = folder.Path,
        Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
    });
}
