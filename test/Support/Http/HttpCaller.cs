using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GrainJobs.Http;

/// <summary>Calls one gateway over real HTTP with one credential; never retries, never follows, throws only when there is no answer.</summary>
public sealed class HttpCaller : IDisposable
{
    private readonly HttpClient client;

    /// <param name="address">Where the gateway listens.</param>
    /// <param name="key">Sent as <c>X-API-Key</c>; null: no credential.</param>
    /// <param name="limit">After this a call counts as unanswered.</param>
    /// <param name="answers">Where every answer is noted; null: nowhere.</param>
    public HttpCaller(Uri address, string? key = null, TimeSpan? limit = null, AnswerLedger? answers = null)
    {
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, MaxConnectionsPerServer = 1024, UseCookies = false, UseProxy = false };
        client = new HttpClient(answers is null ? handler : new NotingHandler(answers) { InnerHandler = handler }) { BaseAddress = address, Timeout = limit ?? TimeSpan.FromSeconds(60) };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("X-API-Key", key);
        }
    }

    /// <summary>For what has no method here: streams, ranges, half requests.</summary>
    public HttpClient Http => client;

    public Task<Answer> GetAsync(string path, params IEnumerable<(string Name, string Value)> headers)
        => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, object? body = null, params IEnumerable<(string Name, string Value)> headers)
        => SendAsync(HttpMethod.Post, path, Json(body), headers);

    public Task<Answer> PutAsync(string path, object? body = null, params IEnumerable<(string Name, string Value)> headers)
        => SendAsync(HttpMethod.Put, path, Json(body), headers);

    public Task<Answer> PatchAsync(string path, object? body, params IEnumerable<(string Name, string Value)> headers)
        => SendAsync(HttpMethod.Patch, path, Json(body), headers);

    public Task<Answer> DeleteAsync(string path, params IEnumerable<(string Name, string Value)> headers)
        => SendAsync(HttpMethod.Delete, path, null, headers);

    /// <summary>Any method, content and headers. A header of the same name as the credential replaces it.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params IEnumerable<(string Name, string Value)> headers)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative)) { Content = content };
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, response.Headers, response.Content.Headers, text, Parse(response.Content.Headers, text));
    }

    public void Dispose() => client.Dispose();

    private static StringContent? Json(object? body) => body switch
    {
        null => null,
        string raw => new StringContent(raw, Encoding.UTF8, "application/json"),
        _ => new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json"),
    };

    private static JsonNode? Parse(HttpContentHeaders headers, string text)
        => text.Length > 0 && headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) : null;
}
