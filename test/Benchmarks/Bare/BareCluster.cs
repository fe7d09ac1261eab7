using System.Diagnostics;
using System.Globalization;
using System.Net;
using GrainJobs.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace GrainJobs.Benchmarks.Bare;

/// <summary>Bare silos as processes, and this process as their client.</summary>
internal sealed class BareCluster : IAsyncDisposable
{
    private const int Grains = 24;
    private readonly List<Port> ports = [];
    private readonly List<ChildProcess> silos = [];
    private IHost? client;
    private IBareGrain[] grains = [];

    internal IReadOnlyList<int> Processes => [.. silos.Select(silo => silo.Id)];

    internal static async Task<BareCluster> Start(int siloCount, string connectionString)
    {
        var cluster = new BareCluster();
        var primary = cluster.Reserve();
        var gateways = new List<IPEndPoint>();
        for (var number = 0; number < siloCount; number++)
        {
            var gateway = cluster.Reserve();
            string[] arguments =
                ["exec", typeof(BareSilo).Assembly.Location, BareSilo.Command, Text(number == 0 ? primary : cluster.Reserve()), Text(gateway), Text(primary), connectionString];
            var silo = ChildProcess.Start($"bare-{number}", "dotnet", arguments);
            cluster.silos.Add(silo);
            await silo.LineAsync(BareSilo.Ready);
            gateways.Add(new(IPAddress.Loopback, gateway));
        }

        await cluster.Connect([.. gateways]);
        return cluster;
    }

    /// <summary>Calls per second by so many callers, and the CPU microseconds of all silos a call.</summary>
    internal async Task<(double Rate, double Cpu)> Load(Func<IBareGrain, Task> call, int callers, TimeSpan time)
    {
        var cpu = CpuMeter.Start(null, Processes);
        var clock = Stopwatch.StartNew();
        var calls = await Task.WhenAll(Enumerable.Range(0, callers).Select(number => Task.Run(async () =>
        {
            var done = 0;
            for (; clock.Elapsed < time; done++)
            {
                await call(grains[(number + done) % Grains]);
            }

            return done;
        })));
        var elapsed = clock.Elapsed.TotalSeconds;
        return (calls.Sum() / elapsed, cpu.Read().Own * 1_000_000 / calls.Sum());
    }

    public async ValueTask DisposeAsync()
    {
        if (client is not null)
        {
            await client.StopAsync();
            client.Dispose();
        }

        foreach (var silo in silos)
        {
            await silo.DisposeAsync();
        }

        ports.ForEach(port => port.Dispose());
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private int Reserve()
    {
        ports.Add(Port.Reserve());
        return ports[^1].Number;
    }

    private async Task Connect(IPEndPoint[] gateways)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(options => options
            .UseStaticClustering(gateways)
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (BareSilo.Cluster, BareSilo.Cluster)));
        client = builder.Build();
        await client.StartAsync();
        grains = [.. Enumerable.Range(0, Grains).Select(number => client.Services.GetRequiredService<IGrainFactory>().GetGrain<IBareGrain>(number))];
    }
}
