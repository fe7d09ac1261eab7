namespace GrainJobs.FileProcessing;

/// <summary>What a text amounts to, in no particular language.</summary>
public sealed record TextReport
{
    /// <summary>How the bytes were read; absent when the format says so itself.</summary>
    public string? Encoding { get; init; }

    /// <summary>UTF-16 units of the extracted text.</summary>
    public required long Characters { get; init; }

    public required long Lines { get; init; }

    public required long Words { get; init; }

    /// <summary>Different words, in lower case.</summary>
    public required long UniqueWords { get; init; }

    /// <summary>There are more different words than were told apart.</summary>
    public bool UniqueWordsCapped { get; init; }

    /// <summary>The most frequent first.</summary>
    public required IReadOnlyList<WordCount> TopWords { get; init; }

    /// <summary>The beginning of the text.</summary>
    public required string Excerpt { get; init; }
}
