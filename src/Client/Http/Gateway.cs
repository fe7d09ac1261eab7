using System.Net;
using System.Text.Json.Serialization.Metadata;

namespace GrainJobs.Http;

/// <summary>Sends calls: limit on each try, repeats what is safe to repeat while its patience lasts, turns refusals into exceptions.</summary>
internal sealed class Gateway(HttpClient http, GrainJobsClientOptions options)
{
    internal GrainJobsClientOptions Options => options;

    internal TimeProvider Time => options.Time;

    /// <summary>The answer's JSON.</summary>
    internal async Task<T> SendAsync<T>(Call call, JsonTypeInfo<T> type, CancellationToken stop)
        => await SendAsync(call, response => Json.ReadAsync(response, type, stop), HttpCompletionOption.ResponseContentRead, stop);

    /// <summary>Only that it was accepted.</summary>
    internal Task SendAsync(Call call, CancellationToken stop)
        => SendAsync(call, static _ => Task.FromResult(true), HttpCompletionOption.ResponseContentRead, stop);

    /// <summary>
    /// The answer as it arrives. <paramref name="read"/> runs within the limit of the try, and again with a new answer when the connection
    /// breaks below it.
    /// </summary>
    internal async Task<T> SendAsync<T>(Call call, Func<HttpResponseMessage, Task<T>> read, HttpCompletionOption until, CancellationToken stop)
    {
        long began = Time.GetTimestamp();
        for (int tries = 1; ; tries++)
        {
            Try<T> outcome = await TryAsync(call, read, until, stop);
            if (outcome.Fault is null)
            {
                return outcome.Value!;
            }

            TimeSpan pause = RetryPolicy.Pause(tries, outcome.RetryAfter, Random.Shared.NextDouble());
            if (!outcome.Again || Time.GetElapsedTime(began) + pause > (call.Patience ?? options.Patience))
            {
                throw outcome.Fault is GatewayException ? outcome.Fault : new GatewayUnavailableException($"{call.Method} {Route(call)}", tries, outcome.Fault);
            }

            await Task.Delay(pause, Time, stop);
        }
    }

    /// <summary>An answer that stays open; the caller disposes it. One try: whoever reads a stream knows how to resume it.</summary>
    internal async Task<HttpResponseMessage> OpenAsync(Call call, CancellationToken stop)
    {
        using HttpRequestMessage message = Message(call);
        using CancellationTokenSource limit = Limit(call, stop);
        HttpResponseMessage response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new GatewayException((int)response.StatusCode, await ProblemDocument.ReadAsync(response, limit.Token), RetryAfter(response));
        }
    }

    private async Task<Try<T>> TryAsync<T>(Call call, Func<HttpResponseMessage, Task<T>> read, HttpCompletionOption until, CancellationToken stop)
    {
        using HttpRequestMessage message = Message(call);
        using CancellationTokenSource limit = Limit(call, stop);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(message, until, limit.Token);
            return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified
                ? new Try<T>(await read(response).WaitAsync(limit.Token), null, false, null)
                : await RefusedAsync<T>(call, response, limit.Token);
        }
        catch (HttpRequestException fault)
        {
            return new Try<T>(default, fault, RetryPolicy.Again(fault.HttpRequestError, call.Repeatable), null);
        }
        catch (IOException fault) when (fault is HttpIOException or { InnerException: System.Net.Sockets.SocketException })
        {
            return new Try<T>(default, fault, call.Repeatable, null);
        }
        catch (OperationCanceledException fault) when (!stop.IsCancellationRequested)
        {
            return new Try<T>(default, new TimeoutException($"No answer within {(call.Limit ?? options.CallLimit).TotalSeconds:0} s.", fault), call.Repeatable, null);
        }
    }

    private static async Task<Try<T>> RefusedAsync<T>(Call call, HttpResponseMessage response, CancellationToken stop)
    {
        TimeSpan? after = RetryAfter(response);
        GatewayException refusal = new((int)response.StatusCode, await ProblemDocument.ReadAsync(response, stop), after);
        return new Try<T>(default, refusal, RetryPolicy.Again(response.StatusCode, call.Repeatable, after is not null), after);
    }

    private HttpRequestMessage Message(Call call)
    {
        HttpRequestMessage message = call.Message();
        if (options.ApiKey is { } key && !message.Headers.Contains("X-Worker-Token"))
        {
            message.Headers.TryAddWithoutValidation("X-API-Key", key);
        }

        return message;
    }

    private CancellationTokenSource Limit(Call call, CancellationToken stop)
    {
        CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(call.Limit ?? options.CallLimit);
        return limit;
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    // The query may hold a token.
    private static string Route(Call call) => call.Path.Split('?')[0];

    private readonly record struct Try<T>(T? Value, Exception? Fault, bool Again, TimeSpan? RetryAfter);
}
