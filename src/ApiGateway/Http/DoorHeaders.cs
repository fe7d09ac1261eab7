namespace GrainJobs.Http;

/// <summary>The headers every answer carries.</summary>
internal static class DoorHeaders
{
    internal static void Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";

        // A job token may stand in the address of a stream; it must not travel on.
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }

    internal static IApplicationBuilder UseDoorHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        Set(context.Response);
        return next(context);
    });
}
