using System.Buffers;
using System.Text;
using System.Text.Json;

namespace GrainJobs.Jobs;

/// <summary>Writes the small JSON objects of the event log.</summary>
internal static class EventData
{
    public static string Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
