using System.Threading.Channels;

namespace GrainJobs.Http;

/// <summary>
/// Server-sent events from any source: <c>id:</c> and <c>data:</c> only, a comment every 15 seconds, and an end for readers that stop
/// reading. A reader that keeps up gets everything; a slow one loses the oldest of a small queue and always gets the newest. What is told again to
/// a reader that was away waits for it.
/// </summary>
internal sealed class EventStream(IAsyncEnumerable<StreamItem> source) : IResult
{
    private const int QueueLength = 32;

    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);
    private static readonly byte[] Heartbeat = ": heartbeat\n\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        SetHeaders(httpContext.Response);
        var services = httpContext.RequestServices;
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        var queue = Channel.CreateBounded<StreamItem>(
            new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.Wait, SingleWriter = true });
        var filling = Fill(queue, end.Token);
        try
        {
            await Drain(httpContext, queue.Reader, services.GetRequiredService<TimeProvider>(), end.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops: the stream ends here and the reader continues on another gateway after its last id.
        }
        finally
        {
            await end.CancelAsync();
            await filling;
        }
    }

    private static void SetHeaders(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task Fill(Channel<StreamItem> queue, CancellationToken end)
    {
        var failure = default(Exception);
        try
        {
            await foreach (var item in source.WithCancellation(end))
            {
                await Put(queue, item, end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            failure = null;
        }
#pragma warning disable CA1031 // It is handed to the one who drains, through the queue.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            failure = broken;
        }
        finally
        {
            queue.Writer.Complete(failure);
        }
    }

    private static ValueTask Put(Channel<StreamItem> queue, StreamItem item, CancellationToken end)
    {
        if (item.IsPast)
        {
            return queue.Writer.WriteAsync(item, end);
        }

        while (!queue.Writer.TryWrite(item))
        {
            _ = queue.Reader.TryRead(out _);
        }

        return ValueTask.CompletedTask;
    }

    private static async Task Drain(HttpContext context, ChannelReader<StreamItem> queue, TimeProvider time, CancellationToken end)
    {
        await Send(context, time, ReadOnlyMemory<byte>.Empty, end);
        var more = queue.WaitToReadAsync(end).AsTask();
        while (true)
        {
            if (!await IsReady(more, time, end))
            {
                await Send(context, time, Heartbeat, end);
                continue;
            }

            if (!await more)
            {
                return;
            }

            while (queue.TryRead(out var item))
            {
                await Send(context, time, EventText.Of(item), end);
            }

            more = queue.WaitToReadAsync(end).AsTask();
        }
    }

    private static async Task<bool> IsReady(Task<bool> more, TimeProvider time, CancellationToken end)
    {
        if (more.IsCompleted)
        {
            return true;
        }

        using var beat = CancellationTokenSource.CreateLinkedTokenSource(end);
        var pause = Task.Delay(HeartbeatInterval, time, beat.Token);
        var first = await Task.WhenAny(more, pause);
        await beat.CancelAsync();
        return first == more || more.IsCompleted;
    }

    private static async Task Send(HttpContext context, TimeProvider time, ReadOnlyMemory<byte> bytes, CancellationToken end)
    {
        var write = Write(context.Response, bytes, end);
        try
        {
            await write.WaitAsync(WriteLimit, time, end);
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
