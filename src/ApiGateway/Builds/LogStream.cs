using System.Buffers;
using System.Text;
using System.Text.Json;
using GrainJobs.Http;

namespace GrainJobs.Builds;

/// <summary>
/// A build's log as it grows, until the build has ended: server-sent events, or plain text for who asks for it. Every line reaches the reader,
/// at its own pace; one that stops reading for ten seconds is cut and can resume.
/// </summary>
internal sealed class LogStream(BuildId id, long after, BuildReads reads, TimeProvider time) : IResult
{
    private const int PageSize = 500;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);
    private static readonly byte[] Heartbeat = ": heartbeat\n\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        var plain = httpContext.Request.Headers.Accept.ToString().StartsWith("text/plain", StringComparison.OrdinalIgnoreCase);
        SetHeaders(httpContext.Response, plain);
        try
        {
            await Send(httpContext, default, end.Token);
            await Follow(httpContext, plain, end.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops: the reader continues on another gateway after its last line.
        }
    }

    private static void SetHeaders(HttpResponse response, bool plain)
    {
        response.ContentType = plain ? "text/plain; charset=utf-8" : "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task Follow(HttpContext context, bool plain, CancellationToken end)
    {
        var (seen, wroteAt) = (after, time.GetTimestamp());
        while (true)
        {
            // Asked before the lines are, so that lines written before the end are never missed.
            var isOver = await reads.Find(id.Value) is not { IsFinished: false };
            var lines = await reads.Desk.Logs(id, seen, PageSize);
            if (lines.Length > 0)
            {
                await Send(context, Text(lines, plain), end);
                (seen, wroteAt) = (lines[^1].Seq, time.GetTimestamp());
                continue;
            }

            if (isOver)
            {
                return;
            }

            if (!plain && time.GetElapsedTime(wroteAt) >= HeartbeatEvery)
            {
                await Send(context, Heartbeat, end);
                wroteAt = time.GetTimestamp();
            }

            await Task.Delay(LookEvery, time, end);
        }
    }

    private static ReadOnlyMemory<byte> Text(BuildLogLine[] lines, bool plain)
    {
        var text = new ArrayBufferWriter<byte>();
        foreach (var line in lines)
        {
            if (plain)
            {
                _ = Encoding.UTF8.GetBytes($"{line.At:yyyy-MM-ddTHH:mm:ss.fffZ} {line.Level} {line.Message.ReplaceLineEndings(" ")}\n", text);
            }
            else
            {
                var json = JsonSerializer.SerializeToUtf8Bytes(BuildLogs.View(line), BuildWire.Default.BuildLineView);
                text.Write(EventText.Of(new(line.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture), json)).Span);
            }
        }

        return text.WrittenMemory;
    }

    private async Task Send(HttpContext context, ReadOnlyMemory<byte> bytes, CancellationToken end)
    {
        try
        {
            await Write(context.Response, bytes, end).WaitAsync(WriteLimit, time, end);
        }
        catch (TimeoutException)
        {
            // The server itself never drops a reader that stopped reading.
            context.Abort();
            throw new OperationCanceledException("The reader stopped reading.", context.RequestAborted);
        }
    }

    private static async Task Write(HttpResponse response, ReadOnlyMemory<byte> bytes, CancellationToken end)
    {
        if (bytes.Length > 0)
        {
            await response.BodyWriter.WriteAsync(bytes, end);
        }

        await response.BodyWriter.FlushAsync(end);
    }
}
