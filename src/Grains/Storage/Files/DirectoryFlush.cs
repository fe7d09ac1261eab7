using System.Runtime.InteropServices;

namespace GrainJobs.Files;

/// <summary>Makes a rename durable: after a power loss a file is only in its folder when the folder itself was flushed.</summary>
internal static partial class DirectoryFlush
{
    private const int ReadOnly = 0;

    internal static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException("The folder of the stored files can't be opened.");
        }

        try
        {
            if (FileSync(descriptor) < 0)
            {
                throw new IOException("The folder of the stored files can't be flushed.");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
