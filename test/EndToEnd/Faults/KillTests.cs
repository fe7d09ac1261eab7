using GrainJobs.Histories;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Faults;

/// <summary>Two silos, two gateways, load from all sides, and something that dies in the middle.</summary>
public sealed class KillTests
{
    private const int Clients = 4;
    private const int JobsEach = 60;

    [Fact]
    public Task What_clients_saw_holds_when_a_silo_is_killed_and_comes_back() => UnderLoad(1, async cluster =>
    {
        await cluster.Silos[0].KillAsync();
        await (await cluster.Silos[0].StartAgainAsync()).ReadyAsync();
    });

    [Fact]
    public Task What_clients_saw_holds_when_a_gateway_is_killed_and_comes_back() => UnderLoad(2, async cluster =>
    {
        await cluster.Gateways[0].KillAsync();
        await (await cluster.Gateways[0].StartAgainAsync()).ReadyAsync();
    });

    [Fact]
    public Task What_clients_saw_holds_when_a_silo_stops_gracefully_and_comes_back() => UnderLoad(3, async cluster =>
    {
        (await cluster.Silos[1].StopAsync()).Should().Be(0);
        await (await cluster.Silos[1].StartAgainAsync()).ReadyAsync();
    });

    private static async Task UnderLoad(int seed, Func<ClusterOfProcesses, Task> harm)
    {
        await using ClusterOfProcesses cluster = await ClusterOfProcesses.StartAsync(siloCount: 2, gatewayCount: 2, settings: new Dictionary<string, string?> { ["Leases__Duration"] = "00:00:05" });
        using CancellationTokenSource stop = new(TimeSpan.FromMinutes(3));
        History history = new();
        Load load = new(cluster, history, seed);
        Task[] workers = [.. Enumerable.Range(0, 4).Select(number => load.WorkAsync($"worker-{number}", stop.Token))];
        Task[] clients = [.. Enumerable.Range(0, Clients).Select(number => load.SubmitAsync($"client-{number}", JobsEach, stop.Token))];

        await Eventually.BeTrue("the load is under way", () => load.Acknowledged.Count > JobsEach / 2);
        await harm(cluster);
        await Task.WhenAll(clients);
        await Eventually.BeTrue("every promised job has ended", load.AllEndedAsync, TimeSpan.FromSeconds(90));
        await stop.CancelAsync();
        await Task.WhenAll(workers);
        await load.ReadEventsAsync();

        load.Acknowledged.Should().HaveCount(Clients * JobsEach);
        history.Violations().Should().BeEmpty();
    }
}
