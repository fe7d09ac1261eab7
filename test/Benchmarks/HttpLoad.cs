using System.Globalization;
using System.Net.Sockets;
using System.Text;
using GrainJobs.Processes;

namespace GrainJobs.Benchmarks;

/// <summary>One keep-alive connection that costs the machine little: the client must not be what is measured.</summary>
internal sealed class HttpLoad(Uri server, string name) : IDisposable
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[64 * 1024];

    /// <summary>The worker this connection stands for.</summary>
    public string Name => name;

    /// <summary>The body of the answer; anything but 2xx throws.</summary>
    public Task<string> Post(string path, string body) => Send("POST", path, "application/json", body);

    /// <summary>As <see cref="Post"/> for a form whose parts are given.</summary>
    public Task<string> PostForm(string path, string boundary, string parts) =>
        Send("POST", path, "multipart/form-data; boundary=" + boundary, $"{parts}--{boundary}--\r\n");

    /// <summary>As <see cref="Post"/>, asking only.</summary>
    public Task<string> Get(string path) => Send("GET", path, "application/json", "");

    private async Task<string> Send(string method, string path, string type, string body)
    {
        if (!socket.Connected)
        {
            await socket.ConnectAsync(server.Host, server.Port);
        }

        var request = string.Create(
            CultureInfo.InvariantCulture,
            $"{method} {path} HTTP/1.1\r\nHost: {server.Authority}\r\nX-API-Key: {ServerOptions.AdminKey}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        await socket.SendAsync(Encoding.UTF8.GetBytes(request));
        return await Answer(method + " " + path);
    }

    public void Dispose() => socket.Dispose();

    private async Task<string> Answer(string asked)
    {
        var filled = 0;
        int head;
        while ((head = buffer.AsSpan(0, filled).IndexOf(HeadEnd)) < 0)
        {
            filled += await Receive(filled);
        }

        var headers = Encoding.ASCII.GetString(buffer, 0, head);
        var start = head + HeadEnd.Length;
        var isChunked = headers.Contains("chunked", StringComparison.OrdinalIgnoreCase);
        var length = isChunked ? 0 : LengthIn(headers);
        while (isChunked ? !buffer.AsSpan(start, filled - start).EndsWith("0\r\n\r\n"u8) : filled < start + length)
        {
            filled += await Receive(filled);
        }

        var text = Encoding.UTF8.GetString(buffer, start, filled - start);
        return headers.AsSpan("HTTP/1.1 ".Length)[0] == '2' ? text : throw new InvalidOperationException($"{asked}: {headers}\n{text}");
    }

    private async Task<int> Receive(int filled)
    {
        if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
        return read > 0 ? read : throw new IOException("The server closed the connection.");
    }

    private static int LengthIn(string headers)
    {
        const string Name = "content-length:";
        var at = headers.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        var end = headers.IndexOf('\r', at);
        return int.Parse(headers.AsSpan(at + Name.Length, (end < 0 ? headers.Length : end) - at - Name.Length), CultureInfo.InvariantCulture);
    }
}
