using GrainJobs.Processes;

namespace GrainJobs.Storage;

/// <summary>A disk for PostgreSQL that takes its time to flush: its calls are slowed by a small library that gcc makes here and now.</summary>
public sealed class SlowDisk : IDisposable
{
    private static readonly TimeSpan CompileLimit = TimeSpan.FromMinutes(1);
    private readonly string folder;

    private SlowDisk(string folder) => this.folder = folder;

    /// <summary>Whether this machine can make the library.</summary>
    public static bool IsPossible { get; } = OperatingSystem.IsLinux() && File.Exists("/usr/bin/gcc");

    /// <summary>What PostgreSQL must be started with.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?> { ["LD_PRELOAD"] = Library, ["SLOW_DISK_FILE"] = Delay };

    private string Library => Path.Combine(folder, "slow-disk.so");

    private string Delay => Path.Combine(folder, "microseconds");

    /// <summary>A disk of normal speed; null where there is no compiler.</summary>
    public static async Task<SlowDisk?> MakeAsync()
    {
        if (!IsPossible)
        {
            return null;
        }

        SlowDisk disk = new(Directory.CreateTempSubdirectory("grainjobs-disk-").FullName);

        // The account that PostgreSQL runs as reads both files.
        File.SetUnixFileMode(disk.folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        disk.FlushesTake(TimeSpan.Zero);
        string source = Path.Combine(SourceTree.Root, "test", "Support", "Storage", "SlowDisk.c");
        await using ChildProcess gcc = ChildProcess.Start("gcc", "/usr/bin/gcc", ["-shared", "-fPIC", "-O2", "-o", disk.Library, source, "-ldl"]);
        return await gcc.ExitAsync(CompileLimit) == 0 ? disk : throw new InvalidOperationException($"gcc failed.\n{gcc.Tail()}");
    }

    /// <summary>From now on each flush takes that much longer.</summary>
    public void FlushesTake(TimeSpan longer)
    {
        string next = Delay + ".next";
        File.WriteAllText(next, $"{(long)longer.TotalMicroseconds}");
        File.SetUnixFileMode(next, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(next, Delay, overwrite: true);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
