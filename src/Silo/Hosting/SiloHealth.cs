using GrainJobs.Jobs;

namespace GrainJobs.Hosting;

/// <summary>A silo's health over HTTP.</summary>
public static class SiloHealth
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(3);
    private static readonly JobId ProbeId = new("health:probe");

    /// <summary>Alive while the process answers; ready while it is an active member and its storage answers; started once it was ready.</summary>
    public static void MapSiloHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Json(new { status = "ok" }));
        app.MapGet("/health/ready", async (IServiceProvider services) => Probe(await IsReady(services)));
        var hasStarted = false;
        app.MapGet("/health/startup", async (IServiceProvider services) => Probe(hasStarted = hasStarted || await IsReady(services)));
    }

    private static IResult Probe(bool isWell) => isWell ? Results.Json(new { status = "ok" }) : Results.Json(new { status = "unavailable" }, statusCode: 503);

    /// <summary>Whether grains on this silo can serve.</summary>
    public static async Task<bool> IsReady(IServiceProvider services)
    {
        var silo = services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var membership = services.GetRequiredService<IClusterMembershipService>();
        if (membership.CurrentSnapshot.GetSiloStatus(silo) != SiloStatus.Active)
        {
            return false;
        }

        try
        {
            await services.GetRequiredService<IGrainFactory>().GetGrain<IJobDeskGrain>(0).Find(ProbeId).WaitAsync(ProbeLimit);
            return true;
        }
        catch (Exception exception) when (exception is Storage.StorageUnavailableException or Storage.OverloadedException or TimeoutException or OrleansException)
        {
            return false;
        }
    }
}
