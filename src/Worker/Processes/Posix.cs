using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GrainJobs.Processes;

/// <summary>What the runtime has no call for. Linux.</summary>
internal static partial class Posix
{
    internal const int SigKill = 9;
    internal const int SigTerm = 15;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    private static int NoFollow => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

    /// <summary>Sends a signal to a process, or to a group when the id is negative; false when there is none.</summary>
    internal static bool Send(int id, int signal) => Kill(id, signal) == 0;

    /// <summary>Opens a file that a stranger made: never follows a link, and a named pipe reads as empty instead of blocking for ever.</summary>
    internal static SafeFileHandle OpenToRead(string path)
    {
        int descriptor = Open(path, NonBlocking | CloseOnExec | NoFollow);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new IOException($"{path} can't be read (errno {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>Gives a file, folder or link itself to an account.</summary>
    internal static void Own(string path, int user, int group)
    {
        if (ChangeOwner(path, user, group) != 0)
        {
            throw new IOException($"{path} can't be given to user {user} (errno {Marshal.GetLastPInvokeError()}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string path, int user, int group);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int id, int signal);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);
}
