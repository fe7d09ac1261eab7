using GrainJobs.Http;

namespace GrainJobs.Health;

/// <summary>Health, open to all and never refused.</summary>
internal static class HealthEndpoints
{
    private const string Room = "System";

    internal static void MapHealth(this IEndpointRouteBuilder routes)
    {
        foreach (var (path, name) in new[] { ("/health", "health"), ("/api/health", "apiHealth") })
        {
            routes.MapGet(path, Health)
                .Allow(Callers.Anyone).NeverRefused().Produces<HealthView>().Produces<HealthView>(503)
                .Doc(name, "How the service is.", Room);
        }

        routes.MapGet("/health/live", () => Answer.Ok(new ProbeView("ok"), HealthJson.Default.ProbeView))
            .Allow(Callers.Anyone).NeverRefused().Produces<ProbeView>()
            .Doc("live", "200 while the process answers.", Room);
        routes.MapGet("/health/ready", async (Pulse pulse) => Probe(await pulse.IsReady()))
            .Allow(Callers.Anyone).NeverRefused().Produces<ProbeView>().Produces<ProbeView>(503)
            .Doc("ready", "200 only while grains and storage answer.", Room);
        routes.MapGet("/health/startup", async (Pulse pulse) => Probe(await pulse.HasStarted()))
            .Allow(Callers.Anyone).NeverRefused().Produces<ProbeView>().Produces<ProbeView>(503)
            .Doc("startup", "200 once it was ready for the first time.", Room);
    }

    private static async Task<Answer> Health(HttpContext context, Pulse pulse)
    {
        var view = await pulse.Feel();
        return Answer.Json(StatusOf(view.Queue is not null), view, HealthJson.Default.HealthView) with { RetryAfter = RetryAfter(view.Queue is not null) };
    }

    private static Answer Probe(bool isReady) =>
        Answer.Json(StatusOf(isReady), new ProbeView(isReady ? "ok" : "unavailable"), HealthJson.Default.ProbeView) with { RetryAfter = RetryAfter(isReady) };

    private static int StatusOf(bool isWell) => isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;

    private static TimeSpan? RetryAfter(bool isWell) => isWell ? null : TimeSpan.FromSeconds(1);
}
