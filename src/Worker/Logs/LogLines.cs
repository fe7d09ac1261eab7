using System.Text;

namespace GrainJobs.Logs;

/// <summary>Cuts a stream of text into log lines that are safe to store: bounded, without colours and control characters. Not for concurrent use.</summary>
internal sealed class LogLines
{
    internal const int LongestLine = 8 * 1024;
    private const char Escape = '\u001b';
    private readonly StringBuilder line = new();
    private EscapeState escape;

    private enum EscapeState
    {
        None,
        Begun,
        Sequence,
    }

    /// <summary>The lines that are complete now.</summary>
    internal IEnumerable<string> Push(string text)
    {
        foreach (char c in text)
        {
            if (c == '\n' || (line.Length >= LongestLine && !char.IsLowSurrogate(c)))
            {
                yield return Take();
            }

            Append(c);
        }
    }

    /// <summary>The unfinished last line, if there is one.</summary>
    internal IEnumerable<string> Flush() => line.Length == 0 ? [] : [Take()];

    private string Take()
    {
        string text = line.ToString();
        line.Clear();
        return text;
    }

    private void Append(char c)
    {
        if (!Swallow(c) && c is not ('\n' or '\r'))
        {
            line.Append(char.IsControl(c) && c != '\t' ? '\uFFFD' : c);
        }
    }

    // Terminal sequences: ESC, then one character, or '[' and everything up to a letter.
    private bool Swallow(char c)
    {
        EscapeState before = escape;
        escape = (before, c) switch
        {
            (EscapeState.None, Escape) => EscapeState.Begun,
            (EscapeState.Begun, '[') => EscapeState.Sequence,
            (EscapeState.Sequence, >= ' ' and <= '?') => EscapeState.Sequence,
            _ => EscapeState.None,
        };
        return before != EscapeState.None || escape == EscapeState.Begun;
    }
}
