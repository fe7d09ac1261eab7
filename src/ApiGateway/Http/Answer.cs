using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GrainJobs.Http;

/// <summary>A complete HTTP answer as a value: it can be kept for a repetition before it is sent.</summary>
internal sealed record Answer : IResult
{
    private const string JsonType = "application/json; charset=utf-8";

    public required int Status { get; init; }

    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public string? Location { get; init; }

    public string? ETag { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The code of a refusal; absent: it is none.</summary>
    public string? Code { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>An answer without a body.</summary>
    internal static Answer Empty(int status) => new() { Status = status };

    /// <summary>A JSON answer.</summary>
    internal static Answer Json<T>(int status, T value, JsonTypeInfo<T> type) => new()
    {
        Status = status,
        ContentType = JsonType,
        Body = JsonSerializer.SerializeToUtf8Bytes(value, type),
    };

    internal static Answer Ok<T>(T value, JsonTypeInfo<T> type) => Json(StatusCodes.Status200OK, value, type);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (Code is not null)
        {
            RefusalMeter.Count(Code);
        }

        SetHeaders(response);
        if (Body.Length > 0)
        {
            response.ContentType = ContentType;
            response.ContentLength = Body.Length;
            await response.BodyWriter.WriteAsync(Body, httpContext.RequestAborted);
        }
    }

    private void SetHeaders(HttpResponse response)
    {
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (ETag is not null)
        {
            response.Headers.ETag = ETag;
            response.Headers.CacheControl = "no-cache";
        }

        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }
    }
}
