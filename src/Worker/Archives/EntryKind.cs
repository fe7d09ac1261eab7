using System.IO.Compression;

namespace GrainJobs.Archives;

/// <summary>What an entry is by its Unix mode, when the archive tells it.</summary>
internal static class EntryKind
{
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Folder = 0x4000;
    private const UnixFileMode Runnable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Throws for links, devices, pipes, sockets.</summary>
    internal static bool IsFolder(ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & TypeMask) switch
    {
        0 or Regular => entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\'),
        Folder => true,
        _ => throw new ArchiveRefusedException("The archive has an entry that is neither a file nor a folder (a link or a device)."),
    };

    /// <summary>Whether it may be run is kept; set-user-id and the like are not.</summary>
    internal static UnixFileMode Mode(ZipArchiveEntry entry)
        => ((UnixFileMode)(entry.ExternalAttributes >> 16) & UnixFileMode.UserExecute) != 0 ? Readable | Runnable : Readable;
}
