using System.Text.Json;

namespace GrainJobs.Http;

/// <summary>The members of a problem document (RFC 9457) that a client acts on.</summary>
internal sealed record ProblemDocument
{
    public string? Title { get; init; }

    public string? Detail { get; init; }

    /// <summary>The human sentence.</summary>
    public string? Error { get; init; }

    public string? Code { get; init; }

    public Dictionary<string, string[]>? Errors { get; init; }

    /// <summary>Reads it from a refusal; whatever isn't one gives an empty problem.</summary>
    internal static async Task<ProblemDocument> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return new ProblemDocument();
        }

        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(stop);
            return await JsonSerializer.DeserializeAsync(body, CamelJson.Default.ProblemDocument, stop) ?? new ProblemDocument();
        }
        catch (JsonException)
        {
            return new ProblemDocument();
        }
    }
}
