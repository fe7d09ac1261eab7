using System.Net;
using System.Net.Sockets;

namespace GrainJobs.Processes;

/// <summary>
/// A wire that can be cut: it listens at one address and passes everything on to another. While it is cut nothing goes either way and no
/// connection is closed, as when a switch fails: whoever is on the line learns nothing.
/// </summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;
    private readonly TcpListener listener;
    private readonly IPEndPoint target;
    private readonly CancellationTokenSource end = new();
    private readonly Task accepting;
    private volatile TaskCompletionSource? mended;

    private TcpRelay(IPEndPoint from, IPEndPoint to)
    {
        target = to;
        listener = new TcpListener(from);
        listener.Start();
        accepting = AcceptAsync();
    }

    public static TcpRelay Start(IPEndPoint from, IPEndPoint to) => new(from, to);

    public void Cut() => mended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was held up goes on.</summary>
    public void Mend()
    {
        TaskCompletionSource? waiting = mended;
        mended = null;
        waiting?.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        Mend();
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!end.IsCancellationRequested)
        {
            Socket caller = await listener.AcceptSocketAsync(end.Token);
            _ = ServeAsync(caller);
        }
    }

    private async Task ServeAsync(Socket caller)
    {
        using Socket near = caller;
        using Socket far = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            near.NoDelay = far.NoDelay = true;
            await WhileCutAsync();
            await far.ConnectAsync(target, end.Token);
            await Task.WhenAny(PassAsync(near, far), PassAsync(far, near));
        }
        catch (Exception over) when (over is SocketException or OperationCanceledException)
        {
            // Nobody listens there, or the test is over: the caller's connection closes.
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, end.Token) is > 0 and int read)
            {
                await WhileCutAsync();
                for (int sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), end.Token);
                }
            }
        }
        catch (Exception over) when (over is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone, and with it the connection.
        }

        await WhileCutAsync();
    }

    private Task WhileCutAsync() => mended?.Task.WaitAsync(end.Token) ?? Task.CompletedTask;
}
