using System.Runtime.CompilerServices;

namespace GrainJobs.Files;

/// <summary>
/// Files in a folder that all processes share. An upload goes to <c>unfinished/</c>, is flushed, and becomes visible under
/// <c>whole/</c> by one rename.
/// </summary>
public sealed class LocalFileStore : IFileStore
{
    private const int BufferBytes = 128 * 1024;

    private readonly string whole;
    private readonly string unfinished;
    private readonly TimeProvider time;

    public LocalFileStore(string folder, TimeProvider time)
    {
        this.time = time;
        whole = Path.Combine(Path.GetFullPath(folder), "whole");
        unfinished = Path.Combine(Path.GetFullPath(folder), "unfinished");
        Directory.CreateDirectory(whole);
        Directory.CreateDirectory(unfinished);
    }

    public async Task<StoredFile> Save(Stream content, long maxBytes, CancellationToken cancel)
    {
        var id = FileId.New(time.GetUtcNow());
        var draft = Path.Combine(unfinished, id.Value);
        try
        {
            var stored = await Write(id, draft, content, maxBytes, cancel);
            Publish(draft, id);
            return stored;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    public Task<FileContent?> Open(FileId id, FileRange range, CancellationToken cancel)
    {
        var file = TryOpen(PathOf(id));
        return Task.FromResult(file is null ? null : Part(file, range));
    }

    public async Task<StoredFile?> Copy(FileId id, CancellationToken cancel)
    {
        await using var original = TryOpen(PathOf(id));
        return original is null ? null : await Save(original, long.MaxValue, cancel);
    }

    public Task Delete(FileId id, CancellationToken cancel)
    {
        var path = PathOf(id);
        if (File.Exists(path))
        {
            File.Delete(path);
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<FileEntry> List([EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        foreach (var file in new DirectoryInfo(whole).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancel.ThrowIfCancellationRequested();
            if (FileId.Parse(file.Name) is { } id && file.Exists)
            {
                yield return new(id, file.Length, new(file.LastWriteTimeUtc, TimeSpan.Zero));
            }
        }
    }

    public Task<int> SweepUnfinished(DateTimeOffset before, CancellationToken cancel)
    {
        var swept = 0;
        foreach (var file in new DirectoryInfo(unfinished).EnumerateFiles().Where(file => file.LastWriteTimeUtc < before.UtcDateTime))
        {
            file.Delete();
            swept++;
        }

        return Task.FromResult(swept);
    }

    private static async Task<StoredFile> Write(FileId id, string draft, Stream content, long maxBytes, CancellationToken cancel)
    {
        await using var metered = new MeteredStream(content, maxBytes);
        await using var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        await metered.CopyToAsync(file, BufferBytes, cancel);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
        return new(id, metered.Count, metered.Sha256);
    }

    private void Publish(string draft, FileId id)
    {
        var path = PathOf(id);
        var shelf = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(shelf))
        {
            Directory.CreateDirectory(shelf);
            DirectoryFlush.Flush(whole);
        }

        File.Move(draft, path, overwrite: false);
        DirectoryFlush.Flush(shelf);
    }

    private static FileContent Part(FileStream file, FileRange range)
    {
        var total = file.Length;
        file.Position = Math.Min(range.Offset, total);
        return new(range.Length is { } length ? new LimitedStream(file, length) : file, total);
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, useAsync: true);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // The last characters are random, the first ones time: this spreads files evenly over 256 folders.
    private string PathOf(FileId id) => Path.Combine(whole, id.Value[^2..], id.Value);
}
