using System.Buffers;

namespace GrainJobs.Files;

/// <summary>The id under which a file is stored: 32 lower-case hex digits made by us, never anything a client wrote.</summary>
public readonly record struct FileId
{
    private const int Length = 32;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    private FileId(string value) => Value = value;

    public string Value { get; }

    /// <summary>A fresh id that sorts by time.</summary>
    public static FileId New(DateTimeOffset now) => new(OrderedId.New(now));

    /// <summary>An id that was stored before; null when the text is none.</summary>
    public static FileId? Parse(string? text) =>
        text is { Length: Length } && !text.AsSpan().ContainsAnyExcept(Hex) ? new(text) : null;

    public override string ToString() => Value;
}
