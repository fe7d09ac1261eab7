using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using GrainJobs.Processes;

namespace GrainJobs.Faults;

/// <summary>One open stream on a bare socket, small enough that a test holds ten thousand: it keeps the ids of the events and when the last came.</summary>
internal sealed class StreamSocket : IDisposable
{
    private const int BufferBytes = 2048;
    private static readonly byte[] IdMark = "\nid: "u8.ToArray();

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<long> versions = [];
    private int matched;
    private long number;
    private bool inNumber;

    /// <summary>The versions in the order they came.</summary>
    internal IReadOnlyList<long> Versions => versions;

    /// <summary>When the newest event came.</summary>
    internal long LastAt { get; private set; }

    /// <summary>Every version from its first to the last that was made, each once, in order.</summary>
    internal bool IsComplete(long last) => versions.Count > 0 && versions[^1] == last && versions.Zip(versions.Skip(1)).All(pair => pair.Second == pair.First + 1);

    /// <summary>Asks for the stream; nothing is read yet.</summary>
    internal async Task OpenAsync(Uri gateway, string jobId)
    {
        await socket.ConnectAsync(gateway.Host, gateway.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /api/jobs/{jobId}/stream HTTP/1.1\r\nHost: {gateway.Authority}\r\nX-API-Key: {ServerOptions.AdminKey}\r\n\r\n"));
    }

    /// <summary>Reads until the end of the connection or the final version.</summary>
    internal async Task ReadAsync(Func<long, bool> isLast, CancellationToken stop)
    {
        byte[] buffer = new byte[BufferBytes];
        while (await socket.ReceiveAsync(buffer, stop) is > 0 and int read)
        {
            for (int at = 0; at < read; at++)
            {
                Take(buffer[at]);
            }

            if (versions.Count > 0 && isLast(versions[^1]))
            {
                return;
            }
        }
    }

    public void Dispose() => socket.Dispose();

    private void Take(byte letter)
    {
        if (inNumber)
        {
            if (letter is >= (byte)'0' and <= (byte)'9')
            {
                number = (number * 10) + letter - '0';
                return;
            }

            versions.Add(number);
            LastAt = Stopwatch.GetTimestamp();
            (inNumber, number) = (false, 0);
        }

        matched = letter == IdMark[matched] ? matched + 1 : letter == IdMark[0] ? 1 : 0;
        if (matched == IdMark.Length)
        {
            (inNumber, matched) = (true, 0);
        }
    }
}
