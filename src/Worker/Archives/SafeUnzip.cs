using System.IO.Compression;

namespace GrainJobs.Archives;

/// <summary>Unpacks a zip from outside into a folder of its own: bounded, without links, nothing outside, and nothing at all when it is refused.</summary>
internal sealed class SafeUnzip
{
    private const int BufferBytes = 64 * 1024;
    private readonly ArchiveLimits limits;
    private readonly string target;
    private readonly long archiveBytes;
    private readonly byte[] buffer = new byte[BufferBytes];
    private readonly HashSet<string> files = new(StringComparer.Ordinal);
    private long total;

    private SafeUnzip(ArchiveLimits limits, string target, long archiveBytes)
    {
        this.limits = limits;
        this.target = target;
        this.archiveBytes = archiveBytes;
    }

    /// <summary>Unpacks into <paramref name="target"/>, which must not exist yet. Throws <see cref="ArchiveRefusedException"/>.</summary>
    internal static void Unpack(string archive, string target, ArchiveLimits limits, CancellationToken stop)
    {
        using FileStream file = new(archive, FileMode.Open, FileAccess.Read, FileShare.Read);
        Directory.CreateDirectory(target);
        bool whole = false;
        try
        {
            CentralDirectory.Check(file, limits);
            new SafeUnzip(limits, target, file.Length).Unpack(file, stop);
            whole = true;
        }
        catch (InvalidDataException broken)
        {
            throw new ArchiveRefusedException($"The archive is broken: {broken.Message}");
        }
        finally
        {
            if (!whole)
            {
                Directory.Delete(target, recursive: true);
            }
        }
    }

    private void Unpack(Stream file, CancellationToken stop)
    {
        file.Position = 0;
        using ZipArchive zip = new(file, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Count > limits.Entries)
        {
            throw new ArchiveRefusedException($"The archive has {zip.Entries.Count} entries; {limits.Entries} are allowed.");
        }

        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            stop.ThrowIfCancellationRequested();
            Unpack(entry, EntryName.Clean(entry.FullName, limits), stop);
        }
    }

    private void Unpack(ZipArchiveEntry entry, string name, CancellationToken stop)
    {
        string path = Path.Combine(target, name);
        if (EntryKind.IsFolder(entry) || name.Length == 0)
        {
            Create(() => Directory.CreateDirectory(path), name);
            return;
        }

        if (entry.IsEncrypted)
        {
            throw new ArchiveRefusedException("The archive is encrypted.");
        }

        if (!files.Add(name))
        {
            throw new ArchiveRefusedException($"The archive has the name {name} twice.");
        }

        Create(() => Directory.CreateDirectory(Path.GetDirectoryName(path)!), name);
        Write(entry, path, name, stop);
    }

    private void Write(ZipArchiveEntry entry, string path, string name, CancellationToken stop)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = EntryKind.Mode(entry) };
        using Stream packed = entry.Open();
        using FileStream file = Create(() => new FileStream(path, options), name);
        long written = 0;
        for (int read = packed.Read(buffer); read > 0; read = packed.Read(buffer))
        {
            stop.ThrowIfCancellationRequested();
            Count(read);
            file.Write(buffer, 0, read);
            written += read;
        }

        if (written != entry.Length)
        {
            throw new ArchiveRefusedException($"The archive is broken: {name} has {written} bytes instead of {entry.Length}.");
        }
    }

    // What was really unpacked counts; what the archive says about itself is only a claim.
    private void Count(int read)
    {
        total += read;
        if (total > limits.TotalBytes)
        {
            throw new ArchiveRefusedException($"The archive unpacks to more than {limits.TotalBytes} bytes.");
        }

        if (total > limits.RatioFreeBytes && total / limits.Ratio > archiveBytes)
        {
            throw new ArchiveRefusedException($"The archive unpacks to more than {limits.Ratio} times its size.");
        }
    }

    // A file where a folder must be, or the reverse.
    private static T Create<T>(Func<T> make, string name)
    {
        try
        {
            return make();
        }
        catch (IOException clash) when (clash.HResult is 17 or 20 or 21 || clash.Message.Contains("exists", StringComparison.Ordinal))
        {
            throw new ArchiveRefusedException($"The archive has {name} as a file and as a folder.");
        }
    }
}
