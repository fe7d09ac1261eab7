using Microsoft.AspNetCore.Http.Metadata;

namespace GrainJobs.Http;

/// <summary>The largest body a route takes; the server cuts what is larger with 413.</summary>
internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
