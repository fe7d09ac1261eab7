using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GrainJobs.Http;

/// <summary>
/// Opaque places in lists. A cursor carries a check value that binds it to its list, so one that was edited, or comes from another
/// list, is refused instead of believed.
/// </summary>
internal sealed class CursorCodec(AuthSettings settings)
{
    private const int CheckBytes = 8;

    internal string Encode(string list, params string[] parts)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(parts, CursorJson.Default.StringArray);
        return Base64Url.EncodeToString([.. Check(list, text), .. text]);
    }

    /// <summary>The parts; null when the text is no cursor of that list.</summary>
    internal string[]? Decode(string list, string cursor)
    {
        if (TryBytes(cursor) is not { Length: > CheckBytes } bytes)
        {
            return null;
        }

        var text = bytes.AsSpan(CheckBytes);
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, CheckBytes), Check(list, text))
            ? JsonSerializer.Deserialize(text, CursorJson.Default.StringArray)
            : null;
    }

    private byte[] Check(string list, ReadOnlySpan<byte> text) =>
        HMACSHA256.HashData(settings.TokenSecret, (byte[])[.. Encoding.UTF8.GetBytes("cursor|" + list + "|"), .. text])[..CheckBytes];

    private static byte[]? TryBytes(string cursor)
    {
        try
        {
            return Base64Url.DecodeFromChars(cursor);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
