namespace GrainJobs.FileProcessing.Text;

/// <summary>What came of an extraction beside the text.</summary>
internal sealed record Extracted
{
    /// <summary>Why there is no text; absent: there is.</summary>
    public string? Missing { get; init; }

    /// <summary>A type that only the whole file shows; absent: the first guess was right.</summary>
    public string? Mime { get; init; }

    public string? Encoding { get; init; }

    public IReadOnlyDictionary<string, long>? Structure { get; init; }
}
