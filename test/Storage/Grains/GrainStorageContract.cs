using GrainJobs.Processes;
using GrainJobs.Projects;
using GrainJobs.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Storage;

namespace GrainJobs.Grains;

/// <summary>What Orleans' provider must do for the low-volume grains on the schema of ours.</summary>
public abstract class GrainStorageContract : IAsyncLifetime
{
    private readonly Port siloPort = Port.Reserve();
    private readonly Port gatewayPort = Port.Reserve();
    private IHost host = null!;

    private IGrainStorage Storage => host.Services.GetRequiredKeyedService<IGrainStorage>("grains");

    public async Task InitializeAsync()
    {
        IConfiguration configuration = await ConfigureAsync();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddGrainJobsStorage(configuration);
        builder.UseOrleans(silo => silo
            .UseGrainJobsClustering(configuration)
            .AddGrainJobsGrainStorage()
            .Configure<EndpointOptions>(options =>
            {
                options.SiloPort = siloPort.Number;
                options.GatewayPort = gatewayPort.Number;
                options.AdvertisedIPAddress = System.Net.IPAddress.Loopback;
            }));
        host = builder.Build();
        await host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        siloPort.Dispose();
        gatewayPort.Dispose();
        await CleanAsync();
    }

    [Fact]
    public async Task A_silo_is_a_member_of_its_cluster() =>
        (await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true))
            .Should().ContainSingle().Which.Value.Should().Be(SiloStatus.Active);

    [Theory]
    [InlineData("text")]
    [InlineData("17")]
    [InlineData("3f2504e04f8911d39a0c0305e82c3301")]
    public async Task A_state_is_written_read_changed_and_cleared(string key)
    {
        GrainId grain = GrainId.Create("note", key);
        GrainState<Note> state = new(new Note { Text = "one" });
        await Storage.WriteStateAsync("notes", grain, state);
        state.State!.Text = "two";
        await Storage.WriteStateAsync("notes", grain, state);

        GrainState<Note> read = await Read("notes", grain);
        read.State!.Text.Should().Be("two");
        read.ETag.Should().Be("2");

        await Storage.ClearStateAsync("notes", grain, read);
        (await Read("notes", grain)).RecordExists.Should().BeFalse();
        await Storage.WriteStateAsync("notes", grain, new GrainState<Note>(new Note { Text = "three" }));
    }

    [Fact]
    public async Task A_state_name_keeps_grains_of_one_key_apart()
    {
        GrainId grain = GrainId.Create("note", "shared");
        await Storage.WriteStateAsync("one", grain, new GrainState<Note>(new Note { Text = "1" }));
        await Storage.WriteStateAsync("other", grain, new GrainState<Note>(new Note { Text = "2" }));

        (await Read("one", grain)).State!.Text.Should().Be("1");
        (await Read("other", grain)).State!.Text.Should().Be("2");
    }

    [Fact]
    public async Task Of_racing_first_writers_one_wins_and_the_others_are_told()
    {
        GrainId grain = GrainId.Create("note", "raced");
        Task[] writers = [.. Enumerable.Range(0, 20)
            .Select(n => Storage.WriteStateAsync("notes", grain, new GrainState<Note>(new Note { Text = $"{n}" })))];

        await Task.WhenAll(writers).ContinueWith(static _ => { }, TaskScheduler.Default);

        writers.Count(writer => writer.IsCompletedSuccessfully).Should().Be(1);
        writers.Where(writer => writer.IsFaulted).Should().AllSatisfy(writer => writer.Exception!.InnerException.Should().BeOfType<InconsistentStateException>());
        (await Read("notes", grain)).RecordExists.Should().BeTrue();
    }

    [Fact]
    public async Task A_stale_writer_is_told_and_changes_nothing()
    {
        GrainId grain = GrainId.Create("note", "stale");
        GrainState<Note> first = new(new Note { Text = "first" });
        await Storage.WriteStateAsync("notes", grain, first);
        GrainState<Note> stale = await Read("notes", grain);
        await Storage.WriteStateAsync("notes", grain, first);

        await FluentActions.Awaiting(() => Storage.WriteStateAsync("notes", grain, stale)).Should().ThrowAsync<InconsistentStateException>();
        await FluentActions.Awaiting(() => Storage.ClearStateAsync("notes", grain, stale)).Should().ThrowAsync<InconsistentStateException>();

        (await Read("notes", grain)).ETag.Should().Be("2");
    }

    [Fact]
    public async Task Answers_to_idempotency_keys_and_nonces_are_forgotten_after_their_time_and_nothing_else()
    {
        GrainId grain = GrainId.Create("note", "swept");
        foreach (string name in (string[])["request", "nonce", "notes"])
        {
            await Storage.WriteStateAsync(name, grain, new GrainState<Note>(new Note { Text = name }));
        }

        IProjectStore store = host.Services.GetRequiredService<IProjectStore>();
        await store.Sweep(DateTimeOffset.UtcNow.AddHours(2));
        (await Read("request", grain)).RecordExists.Should().BeTrue("it is kept for a day");
        (await Read("nonce", grain)).RecordExists.Should().BeFalse();

        await store.Sweep(DateTimeOffset.UtcNow.AddHours(25));
        (await Read("request", grain)).RecordExists.Should().BeFalse();
        (await Read("notes", grain)).RecordExists.Should().BeTrue();
    }

    private protected abstract Task<IConfiguration> ConfigureAsync();

    private protected abstract Task CleanAsync();

    private async Task<GrainState<Note>> Read(string name, GrainId grain)
    {
        GrainState<Note> state = new(new Note());
        await Storage.ReadStateAsync(name, grain, state);
        return state;
    }
}
