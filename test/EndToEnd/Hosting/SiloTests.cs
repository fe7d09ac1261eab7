using System.Diagnostics;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Storage;
using GrainJobs.Time;

namespace GrainJobs.Hosting;

/// <summary>Silos as processes on one PostgreSQL.</summary>
public sealed class SiloTests
{
    [Fact]
    public async Task Silos_that_start_at_once_on_an_empty_database_all_become_ready()
    {
        await using ClusterOfProcesses cluster = await ClusterOfProcesses.StartAsync(siloCount: 3, gatewayCount: 0);

        foreach (ServerProcess silo in cluster.Silos)
        {
            using HttpCaller caller = silo.Caller(key: null);
            (await caller.GetAsync("/health/ready")).Status.Should().Be(200);
        }
    }

    [Fact]
    public async Task A_silo_that_is_killed_starts_again_at_the_same_address()
    {
        await using ClusterOfProcesses cluster = await ClusterOfProcesses.StartAsync(siloCount: 2, gatewayCount: 0);

        await cluster.Silos[0].KillAsync();
        await (await cluster.Silos[0].StartAgainAsync()).ReadyAsync();

        (await cluster.Silos[0].StopAsync()).Should().Be(0);
        (await cluster.Silos[1].StopAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_whole_cluster_that_was_killed_is_ready_within_20_s()
    {
        await using ClusterOfProcesses cluster = await ClusterOfProcesses.StartAsync(siloCount: 2, gatewayCount: 0);
        await Task.WhenAll(cluster.Silos.Select(silo => silo.KillAsync()));

        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(cluster.Silos.Select(async silo => await (await silo.StartAgainAsync()).ReadyAsync()));

        Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Ready_follows_the_database_away_and_back()
    {
        await using PostgresServer postgres = await PostgresServer.StartAsync();
        await using ClusterOfProcesses cluster = await ClusterOfProcesses.StartAsync(siloCount: 1, gatewayCount: 0, postgres);
        using HttpCaller caller = cluster.Silos[0].Caller(key: null);

        await postgres.KillAsync();
        await Eventually.BeTrue("the silo says that it is not ready", async () => (await caller.GetAsync("/health/ready")).Status == 503);
        (await caller.GetAsync("/health/live")).Status.Should().Be(200);

        await postgres.StartAgainAsync();
        await Eventually.BeTrue("the silo is ready again", async () => (await caller.GetAsync("/health/ready")).Status == 200, TimeSpan.FromSeconds(5));
    }
}
