using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace GrainJobs.Http;

/// <summary>Reads server-sent events as a browser would: id and data, comments dropped.</summary>
public static class EventReader
{
    /// <summary>The events until the server ends the stream; throws <see cref="HttpRequestException"/> for an answer that isn't 200.</summary>
    public static async IAsyncEnumerable<SseItem<string>> EventsAsync(this HttpCaller caller, string path, string? lastEventId = null, [EnumeratorCancellation] CancellationToken stop = default)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using HttpResponseMessage response = await caller.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        response.EnsureSuccessStatusCode();
        await using Stream body = await response.Content.ReadAsStreamAsync(stop);
        await foreach (SseItem<string> item in SseParser.Create(body).EnumerateAsync(stop))
        {
            yield return item;
        }
    }
}
