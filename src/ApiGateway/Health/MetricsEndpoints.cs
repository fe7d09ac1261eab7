using GrainJobs.Http;

namespace GrainJobs.Health;

/// <summary>The measurements of this process.</summary>
internal static class MetricsEndpoints
{
    internal static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        // The exporter's own mapping does not describe itself; as a plain delegate the route stands in the document.
        var exporter = routes.CreateApplicationBuilder().UseOpenTelemetryPrometheusScrapingEndpoint(_ => true).Build();
        Delegate scrape = (HttpContext context) => exporter(context);
        routes.MapGet("/metrics", scrape)
            .Allow(Callers.Clients).Produces(200, contentType: "text/plain")
            .Doc("getMetrics", "Measurements of this process, as Prometheus reads them.", "System");
    }
}
