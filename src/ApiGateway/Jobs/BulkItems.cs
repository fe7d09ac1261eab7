using System.Text.Json;
using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>Takes a bulk body apart, a JSON array or one object a line, without parsing the items yet.</summary>
internal static class BulkItems
{
    internal const int Most = 10_000;

    /// <summary>The items' bytes in order; refused when the whole can't be read or holds too many.</summary>
    internal static Result<List<ReadOnlyMemory<byte>>> Split(byte[] body)
    {
        var first = body.AsSpan().IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0)
        {
            return new Refusal(RefusalCode.Invalid, "The body must hold at least one job.");
        }

        try
        {
            var items = body[first] == (byte)'[' ? OfArray(body) : OfLines(body);
            return items.Count <= Most ? items : new Refusal(RefusalCode.Invalid, "A bulk call takes at most 10,000 jobs.");
        }
        catch (JsonException broken)
        {
            return new Refusal(ProblemCode.MalformedJson, $"The body is not valid JSON: line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}.");
        }
    }

    private static List<ReadOnlyMemory<byte>> OfArray(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        var items = new List<ReadOnlyMemory<byte>>();
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (items.Count <= Most)
            {
                items.Add(body.AsMemory(start, (int)reader.BytesConsumed - start));
            }
        }

        // What follows the array is refused by this read.
        _ = reader.Read();
        return items;
    }

    private static List<ReadOnlyMemory<byte>> OfLines(byte[] body)
    {
        var items = new List<ReadOnlyMemory<byte>>();
        var rest = body.AsMemory();
        while (rest.Length > 0 && items.Count <= Most)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
            {
                items.Add(line);
            }
        }

        return items;
    }
}
