using GrainJobs.Http;

namespace GrainJobs.Stats;

/// <summary>The public statistics.</summary>
internal static class StatsEndpoints
{
    internal static void MapStats(this IEndpointRouteBuilder routes)
    {
        foreach (var (path, name) in new[] { ("/api/stats", "stats"), ("/public/stats", "publicStats") })
        {
            routes.MapGet(path, async (Census census) => Answer.Ok(await census.Take(), StatsJson.Default.StatsView))
                .Allow(Callers.Anyone).Produces<StatsView>()
                .Doc(name, "Workers online, and builds queued, active, of today and in all.", "System");
        }
    }
}
