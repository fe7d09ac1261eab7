using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GrainJobs.Http;

/// <summary>JSON bodies, in and out.</summary>
internal static class Json
{
    private static readonly MediaTypeHeaderValue MediaType = new("application/json") { CharSet = "utf-8" };

    /// <summary>A maker of the body, encoded once and sent as often as needed.</summary>
    internal static Func<HttpContent> Body<T>(T value, JsonTypeInfo<T> type)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(value, type);
        return () => new ByteArrayContent(bytes) { Headers = { ContentType = MediaType } };
    }

    internal static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken stop)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(stop);
        try
        {
            return await JsonSerializer.DeserializeAsync(body, type, stop) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"The gateway's answer is not what the contract says: {fault.Message}", fault);
        }
    }
}
