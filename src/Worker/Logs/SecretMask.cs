using System.Buffers;
using System.Text;

namespace GrainJobs.Logs;

/// <summary>
/// Masks secrets in a stream of text, also where a secret is split over reads and lines: what could be the beginning of one is held back
/// until the next piece decides. One mask a stream; not for concurrent use.
/// </summary>
internal sealed class SecretMask
{
    private const string Mark = "***";
    private readonly string[] patterns;
    private readonly SearchValues<string> any;
    private readonly StringBuilder held = new();

    internal SecretMask(IEnumerable<string> secrets)
    {
        patterns = [.. secrets.SelectMany(SecretVariants.Of).Distinct(StringComparer.Ordinal).OrderByDescending(pattern => pattern.Length)];
        any = SearchValues.Create(patterns, StringComparison.Ordinal);
    }

    /// <summary>The text so far that can be shown, masked.</summary>
    internal string Push(ReadOnlySpan<char> text)
    {
        if (patterns.Length == 0)
        {
            return text.ToString();
        }

        held.Append(text);
        return Take(final: false);
    }

    /// <summary>The rest, when nothing more will come.</summary>
    internal string Flush() => Take(final: true);

    /// <summary>A whole text at once.</summary>
    internal static string Apply(IEnumerable<string> secrets, string text)
    {
        SecretMask mask = new(secrets);
        return mask.Push(text) + mask.Flush();
    }

    private string Take(bool final)
    {
        string text = held.ToString();
        (string squeezed, int[] places) = Squeeze(text);
        List<Range> matches = Matches(squeezed);
        int until = final ? squeezed.Length : Undecided(squeezed, matches);
        int cut = until == squeezed.Length ? text.Length : places[until];
        StringBuilder shown = new(cut);
        int at = 0;
        foreach ((int start, int end) in matches.Select(match => (match.Start.Value, match.End.Value)).Where(match => match.Item2 <= until))
        {
            shown.Append(text, at, places[start] - at).Append(Mark);
            at = places[end - 1] + 1;
        }

        shown.Append(text, at, cut - at);
        held.Clear().Append(text, cut, text.Length - cut);
        return shown.ToString();
    }

    private List<Range> Matches(string squeezed)
    {
        List<Range> found = [];
        for (int at = Next(squeezed, 0); at >= 0;)
        {
            int end = at + patterns.First(pattern => squeezed.AsSpan(at).StartsWith(pattern)).Length;
            found.Add(at..end);
            at = Next(squeezed, end);
        }

        return found;
    }

    private int Next(string squeezed, int from)
    {
        int offset = squeezed.AsSpan(from).IndexOfAny(any);
        return offset < 0 ? -1 : from + offset;
    }

    // From where on the next piece could still make a secret of it; a match is never cut in two.
    private int Undecided(string squeezed, List<Range> matches)
    {
        int from = Math.Max(0, squeezed.Length - patterns[0].Length + 1);
        while (from < squeezed.Length && !CouldBegin(squeezed.AsSpan(from)))
        {
            from++;
        }

        Range straddling = matches.FirstOrDefault(match => match.Start.Value < from && match.End.Value > from);
        return straddling.End.Value > 0 ? straddling.Start.Value : from;
    }

    private bool CouldBegin(ReadOnlySpan<char> end)
    {
        foreach (string pattern in patterns)
        {
            if (pattern.Length > end.Length && pattern.AsSpan().StartsWith(end))
            {
                return true;
            }
        }

        return false;
    }

    private static (string Squeezed, int[] Places) Squeeze(string text)
    {
        char[] kept = new char[text.Length];
        int[] places = new int[text.Length];
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\r' or '\n'))
            {
                (kept[count], places[count]) = (text[i], i);
                count++;
            }
        }

        return (new string(kept, 0, count), places);
    }
}
