using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace GrainJobs.Http;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and the page that shows it at <c>/docs</c>. Both are open.</summary>
internal static class DocSetup
{
    internal static IServiceCollection AddDocs(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer<SecuritySchemes>();
        options.AddOperationTransformer<RouteTransformer>();
    });

    internal static void MapDocs(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").Allow(Callers.Anyone);

        // The page's script comes from this process; nothing is fetched from elsewhere.
        routes.MapScalarApiReference("/docs", options =>
        {
            options.Title = "GrainJobs";
            options.OpenApiRoutePattern = "/openapi/v1.json";
            options.DefaultFonts = false;
            options.DisableTelemetry();
        }).Allow(Callers.Anyone);
    }
}
