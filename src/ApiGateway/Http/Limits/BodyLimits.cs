namespace GrainJobs.Http;

/// <summary>Lets routes set their limit.</summary>
internal static class BodyLimits
{
    // Boundaries, part headers and the small fields around the files of a multipart body.
    private const long MultipartOverhead = 4L << 20;

    internal static TBuilder BodyUpTo<TBuilder>(this TBuilder builder, long bytes)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new BodyLimit(bytes));

    /// <summary>For multipart: files up to that many bytes together, and what surrounds them.</summary>
    internal static TBuilder FilesUpTo<TBuilder>(this TBuilder builder, long bytes)
        where TBuilder : IEndpointConventionBuilder => builder.BodyUpTo(bytes + MultipartOverhead);
}
