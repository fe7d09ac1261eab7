using GrainJobs.Files;
using GrainJobs.Time;

namespace GrainJobs.Hosting;

/// <summary>Puts a silo process together: the silo, and an HTTP port for health, metrics and the dashboard.</summary>
internal static class SiloHost
{
    private const string DefaultUrl = "http://127.0.0.1:8081";

    internal static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder([.. args, ProcessLife.ReadsSettingsOnce]);
        var settings = new Settings(builder.Configuration);
        var cluster = ClusterSettings.Read(settings);
        if (cluster.IsEmbedded)
        {
            settings.Refuse("ConnectionStrings:GrainJobs", "must name a PostgreSQL database: a silo process takes part in a cluster; for one process without a database start the gateway alone");
        }

        var grains = SiloSettings.Read(settings, builder.Configuration);
        var files = FileSettings.Read(settings);
        settings.ThrowIfRefused();
        builder.Logging.AddLines(builder.Configuration);
        builder.WebHost.UseUrls(settings.Text("URLS") ?? DefaultUrl);
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
        builder.Services.AddStopLimit();
        builder.Services.AddFileStore(files);
        builder.AddGrainJobsSilo(cluster, grains);
        builder.Services.AddSingleton<TimeProvider>(new SteadyTime(TimeProvider.System));
        builder.Services.AddTelemetry(builder.Configuration, "grainjobs-silo");
        var app = builder.Build();
        app.UseAdminDoor(settings.Text("CONTROLLER_API_KEY"), "/metrics");
        app.MapSiloHealth();
        app.MapPrometheusScrapingEndpoint();
        app.MapDashboard(cluster);
        return app;
    }
}
