namespace GrainJobs.Hosting;

/// <summary>Reads as much of the protobuf wire format as it takes to find fields that are messages, texts or bytes.</summary>
internal static class ProtobufFields
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;

    /// <summary>All values at that path of field numbers.</summary>
    internal static IEnumerable<ReadOnlyMemory<byte>> At(ReadOnlyMemory<byte> message, params int[] path) => path.Length == 0
        ? [message]
        : Of(message, path[0]).SelectMany(inner => At(inner, path[1..]));

    private static List<ReadOnlyMemory<byte>> Of(ReadOnlyMemory<byte> message, int wanted)
    {
        List<ReadOnlyMemory<byte>> found = [];
        for (int place = 0; place < message.Length;)
        {
            ulong key = Number(message.Span, ref place);
            int length = (int)(key & 7) switch
            {
                Varint => Skip(message.Span, place),
                Fixed64 => 8,
                Delimited => (int)Number(message.Span, ref place),
                Fixed32 => 4,
                _ => throw new FormatException($"unknown wire type {key & 7}"),
            };
            if ((key & 7) == Delimited && (int)(key >> 3) == wanted)
            {
                found.Add(message.Slice(place, length));
            }

            place += length;
        }

        return found;
    }

    private static int Skip(ReadOnlySpan<byte> bytes, int from)
    {
        int place = from;
        _ = Number(bytes, ref place);
        return place - from;
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, ref int place)
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[place++];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }
}
