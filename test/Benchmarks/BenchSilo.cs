using GrainJobs.Execution;
using GrainJobs.Files;
using GrainJobs.Hosting;
using GrainJobs.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Benchmarks;

/// <summary>A silo in this process, composed as the product composes it.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    private readonly IHost host;
    private readonly ScratchFolder folder = new();
    private readonly Port silo = Port.Reserve();
    private readonly Port gateway = Port.Reserve();

    private BenchSilo(string? connectionString, bool executes, IReadOnlyDictionary<string, string?>? settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:GrainJobs"] = connectionString,
            ["Data:Path"] = folder.Path,
            ["Silo:Port"] = Text(silo.Number),
            ["Silo:GatewayPort"] = Text(gateway.Number),
            ["Dashboard:Enabled"] = "false",
            ["Execution:Enabled"] = executes ? "true" : "false",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Warning);
        var read = new Settings(builder.Configuration);
        builder.AddGrainJobsSilo(ClusterSettings.Read(read), SiloSettings.Read(read, builder.Configuration));
        builder.Services.AddFileStore(FileSettings.Read(read));
        read.ThrowIfRefused();
        builder.Services.AddJobHandler<BenchHandler, BenchPayload>("bench");
        host = builder.Build();
    }

    public IServiceProvider Services => host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public static async Task<BenchSilo> Start(string? connectionString, bool executes, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var silo = new BenchSilo(connectionString, executes, settings);
        await silo.host.StartAsync();
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        silo.Dispose();
        gateway.Dispose();
        folder.Dispose();
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
