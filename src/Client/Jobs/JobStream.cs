using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>Reads the server-sent events of one job, over as many connections as it takes.</summary>
internal sealed class JobStream(Gateway gateway, string path)
{
    // The server says something every 15 s; three times that in silence is a dead connection.
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(45);
    private long? last;
    private bool ended;

    internal async IAsyncEnumerable<JobSnapshot> ReadAsync(long? afterVersion, [EnumeratorCancellation] CancellationToken stop)
    {
        last = afterVersion;
        long quietSince = gateway.Time.GetTimestamp();
        for (int tries = 1; !ended; tries++)
        {
            await using IAsyncEnumerator<JobSnapshot> events = ConnectionAsync(stop).GetAsyncEnumerator(stop);
            while (await NextAsync(events, quietSince, stop))
            {
                (tries, quietSince) = (0, gateway.Time.GetTimestamp());
                yield return events.Current;
            }

            await PauseAsync(tries, stop);
        }
    }

    private Task PauseAsync(int tries, CancellationToken stop)
        => ended ? Task.CompletedTask : Task.Delay(RetryPolicy.Pause(Math.Max(1, tries), null, Random.Shared.NextDouble()), gateway.Time, stop);

    // False when the connection is over, for whatever reason; throws when there is no use in another one.
    private async Task<bool> NextAsync(IAsyncEnumerator<JobSnapshot> events, long quietSince, CancellationToken stop)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception fault) when (IsPassing(fault, stop))
        {
            return gateway.Time.GetElapsedTime(quietSince) < gateway.Options.Patience + SilenceLimit
                ? false
                : throw new GatewayUnavailableException($"GET {path}", 1, fault);
        }
    }

    private static bool IsPassing(Exception fault, CancellationToken stop) => fault switch
    {
        GatewayException refusal => refusal.Status is 429 or >= 500,
        HttpRequestException or IOException => true,
        OperationCanceledException => !stop.IsCancellationRequested,
        _ => false,
    };

    private async IAsyncEnumerable<JobSnapshot> ConnectionAsync([EnumeratorCancellation] CancellationToken stop)
    {
        using CancellationTokenSource silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using HttpResponseMessage answer = await gateway.OpenAsync(Request(), stop);
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            ended = true;
            yield break;
        }

        await using WatchedStream body = new(await answer.Content.ReadAsStreamAsync(stop), () => silence.CancelAfter(SilenceLimit));
        await foreach (SseItem<string> item in SseParser.Create(body).EnumerateAsync(silence.Token))
        {
            JobSnapshot job = JsonSerializer.Deserialize(item.Data, CamelJson.Default.JobSnapshot) ?? throw new InvalidDataException("An event without a job.");
            last = job.Version;
            ended = job.IsFinished;
            yield return job;
        }
    }

    private Call Request() => new(HttpMethod.Get, path)
    {
        Headers = last is { } version
            ? [new("Accept", "text/event-stream"), new("Last-Event-ID", $"{version}")]
            : [new("Accept", "text/event-stream")],
    };
}
