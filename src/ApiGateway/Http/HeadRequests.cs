namespace GrainJobs.Http;

/// <summary>
/// HEAD is answered as GET without a body, which the server leaves out by itself. Streams have no end to wait for, so they are not asked this way.
/// </summary>
internal static class HeadRequests
{
    internal static IApplicationBuilder UseHead(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method) && !IsStream(context.Request))
        {
            context.Request.Method = HttpMethods.Get;
        }

        await next(context);
    });

    private static bool IsStream(HttpRequest request) =>
        request.Query.ContainsKey("follow") || request.Path.Value?.TrimEnd('/').EndsWith("/stream", StringComparison.OrdinalIgnoreCase) == true;
}
