using GrainJobs.Files;
using GrainJobs.Http;

namespace GrainJobs.Hosting;

/// <summary>Puts the door together.</summary>
internal static class GatewayHost
{
    internal static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var settings = GatewaySettings.Read(builder.Configuration);
        builder.Logging.AddLines(builder.Configuration);
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(options => options.UseLimits(settings.Limits));
        builder.Services.AddStopLimit().AddDoor(settings);
        var app = builder.Build();
        app.UseDoor();
        app.MapDoor();
        return app;
    }

    private static void AddDoor(this IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings.Limits);
        services.AddFileStore(settings.Files);
        services.AddDoorAuth(settings.Auth);
        services.AddOverloadLimit(settings.Limits);
        services.AddDocs();
        services.AddSingleton<CursorCodec>();
        services.AddSingleton<Once>();
        services.AddSingleton<FormReader>();
        services.AddSingleton<IRequestLedger, GrainRequestLedger>();
        services.AddHostedService<UnfinishedSweep>();
    }

    private static void UseDoor(this WebApplication app)
    {
        app.UseDoorHeaders();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static void MapDoor(this WebApplication app)
    {
        app.MapDocs();
    }
}
