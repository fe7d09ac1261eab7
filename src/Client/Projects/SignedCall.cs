using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GrainJobs.Http;

namespace GrainJobs.Projects;

/// <summary>Signs a request over its raw body, with a nonce of its own for every try: a repeated nonce would be refused as a replay.</summary>
internal sealed class SignedCall(string secret, TimeProvider time)
{
    private readonly byte[] key = Encoding.UTF8.GetBytes(secret);

    internal Call Post(string path, ProjectRequest request)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, CamelJson.Default.ProjectRequest);
        return new Call(HttpMethod.Post, path)
        {
            Body = () => new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
            Sign = () => Headers($"/{path}", body),
            Repeatable = true,
        };
    }

    private KeyValuePair<string, string>[] Headers(string path, byte[] body)
    {
        string timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string nonce = Guid.NewGuid().ToString("n");
        byte[] head = Encoding.UTF8.GetBytes($"POST\n{path}\n{timestamp}\n{nonce}\n");
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, (byte[])[.. head, .. body]));
        return [new("x-sheen-sig-v2", signature), new("x-sheen-timestamp", timestamp), new("x-sheen-nonce", nonce)];
    }
}
