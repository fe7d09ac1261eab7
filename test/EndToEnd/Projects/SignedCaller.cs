using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GrainJobs.Http;

namespace GrainJobs.Projects;

/// <summary>Signs updates as a client does, or wrongly.</summary>
internal sealed class SignedCaller(Uri address) : IDisposable
{
    public const string Secret = "the secret of signed updates";
    private const string Path = "/v1/update-project";

    private readonly HttpCaller caller = new(address);

    public static string Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString();

    /// <summary>A rightly signed update with a fresh nonce.</summary>
    public Task<Answer> Update(object body, string? nonce = null, string? timestamp = null)
    {
        var (text, time) = (JsonSerializer.Serialize(body, JsonSerializerOptions.Web), timestamp ?? Now);
        return Send(text, ("x-sheen-signature", Sign(time + text)), ("x-sheen-timestamp", time), ("x-sheen-nonce", nonce ?? Guid.NewGuid().ToString()));
    }

    public Task<Answer> UpdateV2(object body, string nonce, string query = "", string sortedQuery = "")
    {
        var (text, time) = (JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Now);
        var signature = Sign($"POST\n{Path}{sortedQuery}\n{time}\n{nonce}\n{text}");
        return Post(Path + query, text, [("x-sheen-sig-v2", signature), ("x-sheen-timestamp", time), .. nonce.Length > 0 ? ((string, string)[])[("x-sheen-nonce", nonce)] : []]);
    }

    public Task<Answer> Send(string text, params (string Name, string Value)[] headers) => Post(Path, text, headers);

    public static string Sign(string message) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(message)));

    public void Dispose() => caller.Dispose();

    private async Task<Answer> Post(string path, string text, (string Name, string Value)[] headers)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await caller.SendAsync(HttpMethod.Post, path, content, headers);
    }
}
