using System.Text;

namespace GrainJobs.FileProcessing.Types;

/// <summary>How the bytes of a text are to be read.</summary>
internal static class TextEncoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A text has a byte order mark, or no NUL and hardly any control characters.</summary>
    public static bool LooksLikeText(ReadOnlySpan<byte> head)
    {
        if (ByMark(head) is not null)
        {
            return true;
        }

        var controls = 0;
        foreach (var each in head)
        {
            if (each == 0)
            {
                return false;
            }

            controls += each < 0x20 && each is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0c or 0x1b) ? 1 : 0;
        }

        return controls * 50 <= head.Length;
    }

    /// <summary>By mark, else UTF-8 when the beginning is valid, else Latin-1, which reads anything.</summary>
    public static Encoding Of(ReadOnlySpan<byte> head) => ByMark(head) ?? (IsUtf8(head) ? Encoding.UTF8 : Encoding.Latin1);

    private static Encoding? ByMark(ReadOnlySpan<byte> head) => head switch
    {
        [0xef, 0xbb, 0xbf, ..] => Encoding.UTF8,
        [0xff, 0xfe, 0, 0, ..] => Encoding.UTF32,
        [0xff, 0xfe, ..] => Encoding.Unicode,
        [0xfe, 0xff, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    /// <summary>A character cut at the end of the head is no fault.</summary>
    private static bool IsUtf8(ReadOnlySpan<byte> head)
    {
        try
        {
            var decoder = StrictUtf8.GetDecoder();
            decoder.GetCharCount(head, flush: false);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
