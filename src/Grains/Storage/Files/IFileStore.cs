namespace GrainJobs.Files;

/// <summary>
/// Whole files under our own ids, shared by all gateways and silos: a local folder or an S3-compatible store.
/// Content always streams; no file is ever held in memory.
/// </summary>
public interface IFileStore
{
    /// <summary>
    /// Stores a new file. It becomes visible whole and durable, or not at all: a stream that fails or is cut leaves nothing behind.
    /// Throws <see cref="FileTooLargeException"/> when there are more bytes than the limit.
    /// </summary>
    Task<StoredFile> Save(Stream content, long maxBytes, CancellationToken cancel);

    /// <summary>Opens a file; null when there is none. A range that begins at or after the end gives no bytes.</summary>
    Task<FileContent?> Open(FileId id, FileRange range, CancellationToken cancel);

    /// <summary>A second, independent file with the same content; null when there is none.</summary>
    Task<StoredFile?> Copy(FileId id, CancellationToken cancel);

    /// <summary>Removes a file; nothing happens when there is none.</summary>
    Task Delete(FileId id, CancellationToken cancel);

    /// <summary>Every visible file, in no order.</summary>
    IAsyncEnumerable<FileEntry> List(CancellationToken cancel);

    /// <summary>Removes what broken uploads left behind before that instant; answers how many.</summary>
    Task<int> SweepUnfinished(DateTimeOffset before, CancellationToken cancel);
}
