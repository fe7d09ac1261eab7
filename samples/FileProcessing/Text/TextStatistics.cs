using System.Runtime.InteropServices;
using System.Text;

namespace GrainJobs.FileProcessing.Text;

/// <summary>Counts lines, words and different words of a text that comes in pieces; a word cut between two pieces is one word.</summary>
internal sealed class TextStatistics
{
    private const int MostDifferentWords = 200_000;
    private const int LongestWord = 64;
    private const int MostTopWords = 20;
    private const int LongestExcerpt = 1_000;

    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly char[] word = new char[LongestWord];
    private readonly StringBuilder excerpt = new();
    private int wordLength;
    private long characters;
    private long lineEnds;
    private char last;
    private long words;
    private bool isCapped;

    public TextStatistics() => lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();

    public void Add(ReadOnlySpan<char> text)
    {
        characters += text.Length;
        Quote(text);
        foreach (var each in text)
        {
            Step(each);
        }
    }

    /// <summary>No more text comes.</summary>
    public void End() => EndWord();

    public TextReport ToReport(string? encoding) => new()
    {
        Encoding = encoding,
        Characters = characters,
        Lines = lineEnds + (characters > 0 && last != '\n' ? 1 : 0),
        Words = words,
        UniqueWords = counts.Count,
        UniqueWordsCapped = isCapped,
        TopWords = [.. counts.OrderByDescending(each => each.Value).ThenBy(each => each.Key, StringComparer.Ordinal).Take(MostTopWords).Select(each => new WordCount(each.Key, each.Value))],
        Excerpt = excerpt.ToString(),
    };

    private void Step(char each)
    {
        lineEnds += each == '\n' ? 1 : 0;
        last = each;
        if (char.IsLetterOrDigit(each) || char.IsSurrogate(each) || (wordLength > 0 && each is '\'' or '’'))
        {
            if (wordLength < LongestWord)
            {
                word[wordLength++] = char.ToLowerInvariant(each);
            }
        }
        else
        {
            EndWord();
        }
    }

    private void EndWord()
    {
        var whole = word.AsSpan(0, wordLength).TrimEnd("'’");
        wordLength = 0;
        if (whole.IsEmpty)
        {
            return;
        }

        words++;
        if (counts.Count < MostDifferentWords || lookup.ContainsKey(whole))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(lookup, whole, out _)++;
        }
        else
        {
            isCapped = true;
        }
    }

    /// <summary>Control characters have no place in a report.</summary>
    private void Quote(ReadOnlySpan<char> text)
    {
        var room = Math.Min(text.Length, LongestExcerpt - excerpt.Length);
        foreach (var each in text[..Math.Max(0, room)])
        {
            excerpt.Append(char.IsControl(each) && each is not ('\n' or '\t') ? ' ' : each);
        }
    }
}
