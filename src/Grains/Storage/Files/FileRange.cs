namespace GrainJobs.Files;

/// <summary>A part of a file: from <paramref name="Offset"/>, <paramref name="Length"/> bytes; no length: to the end.</summary>
public readonly record struct FileRange(long Offset, long? Length)
{
    public static readonly FileRange Whole = new(0, null);
}
