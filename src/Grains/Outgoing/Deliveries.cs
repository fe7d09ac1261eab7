using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using GrainJobs.Execution;
using Microsoft.Security.AntiSSRF;

namespace GrainJobs.Outgoing;

/// <summary>Delivers by POST, signed as Standard Webhooks has it, and turns what came of it into an outcome.</summary>
internal sealed class Deliveries(OutgoingClient client, OutgoingRules rules, SigningKeys keys, TimeProvider time)
{
    /// <summary>How much of an answer is read, in bytes.</summary>
    public const int LongestAnswer = 64 * 1024;

    /// <summary>How long a delivery may take, from the connection to the end of the answer.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(15);

    public async Task<JobOutcome> Deliver(Delivery delivery, CancellationToken stop)
    {
        if (rules.Fault(delivery.Target) is { } fault)
        {
            return JobOutcome.Failed($"callbackUrl {fault}");
        }

        if (keys.IsEmpty)
        {
            return JobOutcome.Retry("Nothing to sign with: set Outgoing__SigningSecrets__0, Auth__TokenSecret or CONTROLLER_API_KEY on every silo");
        }

        var target = new Uri(delivery.Target);
        var words = target.GetLeftPart(UriPartial.Path);
        using var limit = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            return (await Send(target, delivery, either.Token)).ToOutcome(words);
        }
        catch (Exception exception) when (exception is AntiSSRFException or ArgumentException)
        {
            return JobOutcome.Failed($"{words} points into a private network; list it in Outgoing__AllowedNetworks to allow it");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return JobOutcome.Retry($"{words} did not answer within {AnswerWithin.TotalSeconds} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            return JobOutcome.Retry($"{words} could not be reached: {exception.Message}");
        }
    }

    private async Task<DeliveryAnswer> Send(Uri target, Delivery delivery, CancellationToken cancel)
    {
        using var request = Request(target, delivery);
        using var response = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        var body = await ReadText(response.Content, cancel);
        return new(response.StatusCode, response.Content.Headers.ContentType?.ToString(), body, RetryAfter(response));
    }

    private HttpRequestMessage Request(Uri target, Delivery delivery)
    {
        var sentAt = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(delivery.Body) };
        request.Content.Headers.TryAddWithoutValidation("content-type", delivery.ContentType);
        request.Headers.TryAddWithoutValidation("user-agent", "GrainJobs");
        request.Headers.TryAddWithoutValidation("webhook-id", delivery.Id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", sentAt.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", keys.Sign(delivery.Id, sentAt, delivery.Body));
        if ((Activity.Current?.Id ?? delivery.TraceParent) is { } parent && ActivityContext.TryParse(parent, null, out _))
        {
            request.Headers.TryAddWithoutValidation("traceparent", parent);
        }

        return request;
    }

    /// <summary>The rest of a longer answer is left unread, and the connection with it.</summary>
    private static async Task<string> ReadText(HttpContent content, CancellationToken cancel)
    {
        var buffer = new byte[LongestAnswer];
        await using var stream = await content.ReadAsStreamAsync(cancel);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return Encoding.UTF8.GetString(buffer, 0, length).Replace('\0', '\uFFFD');
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } at } => at - time.GetUtcNow(),
        _ => null,
    };
}
