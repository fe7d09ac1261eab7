using System.Net.Sockets;
using System.Text;

namespace GrainJobs.Http;

/// <summary>Bytes to and from a server, for what no well-behaved client sends.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly TcpClient client = new();
    private NetworkStream? stream;

    internal static async Task<RawConnection> OpenAsync(Uri server)
    {
        RawConnection connection = new();
        await connection.client.ConnectAsync(server.Host, server.Port);
        connection.stream = connection.client.GetStream();
        return connection;
    }

    internal async Task SendAsync(string text) => await stream!.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Whether everything was taken; false when the server cut the connection meanwhile.</summary>
    internal async Task<bool> TrySendAsync(byte[] bytes, int times)
    {
        try
        {
            for (int time = 0; time < times; time++)
            {
                await stream!.WriteAsync(bytes);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The status of the next answer.</summary>
    internal async Task<int> StatusAsync() => int.Parse((await ReadUntilAsync("\r\n")).Split(' ')[1]);

    /// <summary>What comes until the text, or until the server closes.</summary>
    internal async Task<string> ReadUntilAsync(string end)
    {
        using CancellationTokenSource stop = new(Limit);
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            int read = await stream!.ReadAsync(buffer, stop.Token);
            if (read == 0)
            {
                break;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    /// <summary>Whether the server ends the connection within the limit.</summary>
    internal async Task<bool> IsClosedAsync(TimeSpan limit)
    {
        using CancellationTokenSource stop = new(limit);
        byte[] buffer = new byte[4096];
        try
        {
            while (await stream!.ReadAsync(buffer, stop.Token) > 0)
            {
                // What is still on its way is read over.
            }

            return true;
        }
        catch (IOException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        stream?.Dispose();
        client.Dispose();
    }
}
