using System.Globalization;
using System.Text;

namespace GrainJobs.Hosting;

/// <summary>Text that stays on one line: control characters are written as escapes, so no value can forge a log line.</summary>
public static class LineText
{
    public static string Escape(string text)
    {
        var first = FirstControl(text);
        return first < 0 ? text : EscapeFrom(text, first);
    }

    private static int FirstControl(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsControl(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static string EscapeFrom(string text, int first)
    {
        var line = new StringBuilder(text.Length + 16).Append(text, 0, first);
        foreach (var character in text.AsSpan(first))
        {
            _ = character switch
            {
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                '\t' => line.Append("\\t"),
                _ when IsControl(character) => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => line.Append(character),
            };
        }

        return line.ToString();
    }

    // The two separators break lines in some viewers though they are no control characters.
    private static bool IsControl(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';
}
