namespace GrainJobs.Archives;

/// <summary>How much an archive from outside may be and hold.</summary>
internal sealed record ArchiveLimits
{
    internal const long DefaultSourceBytes = 512L * 1024 * 1024;

    /// <summary>Files and folders together.</summary>
    public int Entries { get; init; } = 10_000;

    /// <summary>Bytes of all files, unpacked.</summary>
    public long TotalBytes { get; init; } = 4 * DefaultSourceBytes;

    /// <summary>Unpacked bytes per byte of the archive, once they are more than <see cref="RatioFreeBytes"/>.</summary>
    public int Ratio { get; init; } = 100;

    /// <summary>So little does no harm, however well it was packed.</summary>
    public long RatioFreeBytes { get; init; } = 1024 * 1024;

    /// <summary>Folders within folders.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>Characters of a whole name.</summary>
    public int NameLength { get; init; } = 1024;

    /// <summary>Bytes of the list of entries at the archive's end; it is read into memory.</summary>
    public long DirectoryBytes { get; init; } = 16 * 1024 * 1024;
}
