namespace GrainJobs.Storage;

/// <summary>
/// What both databases keep the same: text without U+0000 (PostgreSQL refuses it, SQLite keeps it) and without half surrogate pairs
/// (one refuses, the other replaces them).
/// </summary>
internal static class StoredText
{
    internal static bool IsStorable(string? text) => text is null || (!text.Contains('\0', StringComparison.Ordinal) && IsPaired(text));

    private static bool IsPaired(ReadOnlySpan<char> text)
    {
        int at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        while (at >= 0)
        {
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
            {
                return false;
            }

            text = text[(at + 2)..];
            at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        }

        return true;
    }
}
