using Microsoft.AspNetCore.Http.Features;

namespace GrainJobs.Projects;

/// <summary>What of a request is signed, as it came over the wire. Absent headers are empty.</summary>
internal sealed record SignedRequest
{
    public required string Method { get; init; }

    /// <summary>As sent: not decoded, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>As sent, without the question mark.</summary>
    public string Query { get; init; } = "";

    /// <summary><c>x-sheen-signature</c>.</summary>
    public string Signature { get; init; } = "";

    /// <summary><c>x-sheen-sig-v2</c>.</summary>
    public string SignatureV2 { get; init; } = "";

    public string Timestamp { get; init; } = "";

    public string Nonce { get; init; } = "";

    public required ReadOnlyMemory<byte> Body { get; init; }

    internal static SignedRequest Of(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var request = context.Request;
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return new()
        {
            Method = request.Method,
            Path = mark < 0 ? target : target[..mark],
            Query = mark < 0 ? "" : target[(mark + 1)..],
            Signature = request.Headers["x-sheen-signature"].ToString(),
            SignatureV2 = request.Headers["x-sheen-sig-v2"].ToString(),
            Timestamp = request.Headers["x-sheen-timestamp"].ToString(),
            Nonce = request.Headers["x-sheen-nonce"].ToString(),
            Body = body,
        };
    }
}
