namespace GrainJobs.Http;

/// <summary>Lets routes describe themselves.</summary>
internal static class RouteDocs
{
    /// <summary>A JSON body of that shape.</summary>
    internal static TBuilder Takes<TBuilder>(this TBuilder builder, Type schema, bool isRequired = true)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new BodyDoc(schema, "application/json", isRequired));

    /// <summary>A raw body.</summary>
    internal static TBuilder TakesBytes<TBuilder>(this TBuilder builder, string contentType = "application/octet-stream")
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new BodyDoc(null, contentType, true));

    /// <summary>A multipart body of those parts.</summary>
    internal static TBuilder TakesParts<TBuilder>(this TBuilder builder, params PartDoc[] parts)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata([.. parts]);

    /// <summary>A query parameter.</summary>
    internal static TBuilder Query<TBuilder>(this TBuilder builder, string name, string text)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new InputDoc(name, text, false));

    /// <summary>A header.</summary>
    internal static TBuilder Header<TBuilder>(this TBuilder builder, string name, string text)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new InputDoc(name, text, true));

    /// <summary>The usual parameters of a list.</summary>
    internal static TBuilder Paged<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder
        .Query("limit", "How many at most, 1 to 500.")
        .Query("cursor", "nextCursor of the page before.");

    /// <summary>The statuses, beside those of every route, with which it may refuse.</summary>
    internal static RouteHandlerBuilder Refuses(this RouteHandlerBuilder builder, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            builder.Produces<ProblemBody>(status, Problem.ContentType);
        }

        return builder;
    }

    /// <summary>The names and texts under which a route is listed.</summary>
    internal static RouteHandlerBuilder Doc(this RouteHandlerBuilder builder, string name, string summary, string room) =>
        builder.WithName(name).WithSummary(summary).WithTags(room);
}
