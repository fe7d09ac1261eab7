using GrainJobs.Http;
using GrainJobs.Processes;

namespace GrainJobs.Hosting;

/// <summary>Starting with wrong configuration, and ending on signals, seen from outside.</summary>
public sealed class StartTests : IDisposable
{
    private static readonly (string Name, string? Value)[] Wrong =
    [
        ("Leases__Duration", "half an hour"),
        ("Limits__PayloadBytes", "-1"),
        ("Limits__SourceBytes", "much"),
        ("Retention__Completed", "7"),
        ("Workers__HeartbeatLimit", "0"),
        ("Builds__LostPolicy", "shrug"),
        ("Auth__AnonymousJobReads", "perhaps"),
        ("Auth__Keys__0__Role", "emperor"),
        ("Outgoing__AllowedNetworks", "10.0.0.0/99"),
        ("Signing__AllowBodyOnly", "sometimes"),
        ("Limits__ProjectUpdatesPerHour", "-5"),
    ];

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

    [Fact]
    public async Task Wrong_settings_end_the_start_with_2_and_are_all_named_at_once_without_their_values()
    {
        await using ServerProcess gateway = Gateway(Wrong);

        (await gateway.Child.ExitAsync()).Should().Be(2);
        string said = gateway.Child.Tail();
        Wrong.Where(setting => !said.Contains(setting.Name)).Should().BeEmpty();
        Wrong.Where(setting => said.Contains($"'{setting.Value}'") || said.Contains($"\"{setting.Value}\"")).Should().BeEmpty();
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
