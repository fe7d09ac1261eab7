using System.Runtime.InteropServices;

namespace GrainJobs.Processes;

/// <summary>Sends signals, always to one process by its id.</summary>
public static partial class Signals
{
    /// <summary>False when the process is gone.</summary>
    public static bool Send(int processId, Signal signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(processId, 2);
        return kill(processId, (int)signal) == 0;
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int pid, int sig);
}
