using System.Runtime.InteropServices;

namespace GrainJobs.Faults;

/// <summary>A wall clock of its own for a process, by libfaketime: the offset is read from a file at every look. Timers are left alone, as a step of a real clock leaves them.</summary>
internal sealed class FakeTime(string file)
{
    /// <summary>Debian's package libfaketime; null when it is not installed.</summary>
    internal static string? Library { get; } =
        Directory.Exists("/usr/lib") ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 }).FirstOrDefault() : null;

    /// <summary>What the process must be started with.</summary>
    internal IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["LD_PRELOAD"] = Library,
        ["FAKETIME_TIMESTAMP_FILE"] = file,
        ["FAKETIME_NO_CACHE"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
    };

    /// <summary>From now on its clock is so many seconds off.</summary>
    internal void Step(int seconds)
    {
        string next = file + ".next";
        File.WriteAllText(next, $"{seconds:+0;-0;+0}");
        File.Move(next, file, overwrite: true);
    }

    /// <summary>Whether a clock can be faked here.</summary>
    internal static bool IsPossible => OperatingSystem.IsLinux() && Library is not null && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;
}
