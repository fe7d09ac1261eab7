using System.Buffers;
using System.Text;

namespace GrainJobs.Http;

/// <summary>One event in the wire format of server-sent events, without an <c>event:</c> line so that plain <c>onmessage</c> works.</summary>
internal static class EventText
{
    internal static ReadOnlyMemory<byte> Of(StreamItem item)
    {
        var text = new ArrayBufferWriter<byte>(item.Data.Length + item.Id.Length + 16);
        text.Write("id: "u8);
        _ = Encoding.UTF8.GetBytes(item.Id, text);
        text.Write("\ndata: "u8);
        text.Write(item.Data.Span);
        text.Write("\n\n"u8);
        return text.WrittenMemory;
    }
}
