using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GrainJobs.Benchmarks.Bare;

/// <summary>A silo that knows nothing of jobs, as a process of its own.</summary>
internal static class BareSilo
{
    internal const string Command = "--bare-silo";
    internal const string Cluster = "bare";
    internal const string Ready = "bare silo ready";

    internal static async Task<int> Run(string siloPort, string gatewayPort, string primaryPort, string connectionString)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(NpgsqlDataSource.Create(connectionString)).AddSingleton<BareCommits>();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(Number(siloPort), Number(gatewayPort), new IPEndPoint(IPAddress.Loopback, Number(primaryPort)), Cluster, Cluster));
        using var host = builder.Build();
        await host.StartAsync();
        Console.WriteLine(Ready);
        await host.WaitForShutdownAsync();
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
