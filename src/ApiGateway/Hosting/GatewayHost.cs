using GrainJobs.Builds;
using GrainJobs.Files;
using GrainJobs.Health;
using GrainJobs.Http;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.ProductImages;
using GrainJobs.Projects;
using GrainJobs.Queues;
using GrainJobs.Silos;
using GrainJobs.Stats;
using GrainJobs.Time;
using GrainJobs.Workers;

namespace GrainJobs.Hosting;

/// <summary>Puts the door together.</summary>
internal static class GatewayHost
{
    internal static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder([.. args, ProcessLife.ReadsSettingsOnce]);
        var settings = GatewaySettings.Read(builder.Configuration);
        builder.Logging.AddLines(builder.Configuration);
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(options => options.UseLimits(settings.Limits));
        builder.Services.AddStopLimit().AddDoor(settings);
        Join(builder, settings);
        builder.Services.AddTelemetry(builder.Configuration, "grainjobs-gateway");
        var app = builder.Build();
        app.UseAdminDoor(builder.Configuration["CONTROLLER_API_KEY"]);
        app.UseDoor();
        app.MapDoor();
        MapSamples(app, settings);
        app.MapDashboard(settings.Cluster);
        return app;
    }

    /// <summary>Embedded, the silo runs in this process; else this is a client of the cluster.</summary>
    private static void Join(WebApplicationBuilder builder, GatewaySettings settings)
    {
        if (settings.Cluster.IsEmbedded)
        {
            builder.AddGrainJobsSilo(settings.Cluster, settings.Grains);
            builder.Services.AddSingleton<TimeProvider>(new SteadyTime(TimeProvider.System));
        }
        else
        {
            builder.AddGrainJobsClient(settings.Cluster);
            builder.Services.AddSingleton<SiloNews>();
            builder.Services.AddHostedService(provider => provider.GetRequiredService<SiloNews>());
            builder.Services.AddSingleton<IOutgoingGrainCallFilter, LostSiloFilter>();
        }
    }

    /// <summary>Where the sample runs in this process it can be driven over HTTP.</summary>
    private static void MapSamples(WebApplication app, GatewaySettings settings)
    {
        if (settings.Cluster.IsEmbedded && settings.Grains.ProductImages)
        {
            app.MapProductImages().Allow(Callers.Clients);
        }
    }

    private static void AddDoor(this IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddKeyedSingleton(SignatureDoor.WallClock, TimeProvider.System);
        services.AddSingleton(settings.Limits);
        services.AddFileStore(settings.Files);
        services.AddDoorAuth(settings.Auth);
        services.AddDocs();
        services.AddSingleton<CursorCodec>();
        services.AddSingleton<Once>();
        services.AddSingleton<FormReader>();
        services.AddSingleton<IRequestLedger, GrainRequestLedger>();
        services.AddHostedService<UnfinishedSweep>();
        services.AddSingleton(settings.Cluster);
        services.AddSingleton(settings.Signing);
        services.AddSingleton(settings.Builds);
        services.AddRooms();
    }

    private static void AddRooms(this IServiceCollection services)
    {
        services.AddSingleton<Pulse>();
        services.AddSingleton<NearDesk>();
        services.AddSingleton<JobWatch>();
        services.AddSingleton<JobWatchLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<JobWatchLoop>());
        services.AddSingleton<MissedVersions>();
        services.AddSingleton<JobReads>();
        services.AddSingleton<SubmissionBoxes>();
        services.AddSingleton<JobAnswers>();
        services.AddSingleton<LeaseParking>();
        services.AddSingleton<ReportBoxes>();
        services.AddSingleton<LeaseReports>();
        services.AddSingleton<SignatureDoor>();
        services.AddSingleton<HiddenJobs>();
        services.AddSingleton<FileRuns>();
        services.AddSingleton<BuildReads>();
        services.AddSingleton<BuildSubmissions>();
        services.AddSingleton<WorkerCalls>();
        services.AddSingleton<WorkerPolls>();
        services.AddSingleton<WorkerReports>();
        services.AddSingleton<Census>();
    }

    private static void UseDoor(this WebApplication app)
    {
        app.UseDoorHeaders();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseHead();
        app.UseRouting();
        app.UseMiddleware<Overload>();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static void MapDoor(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<LimitSettings>();
        app.MapDocs();
        app.MapHealth();
        app.MapJobs(limits);
        app.MapLeases(limits);
        app.MapQueues();
        app.MapProjects(limits);
        app.MapFiles(limits);
        app.MapMetrics();
        app.MapBuilds(limits);
        app.MapWorkers(limits);
        app.MapStats();
    }
}
