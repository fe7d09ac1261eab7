using GrainJobs.Builds;

namespace GrainJobs.Workers;

/// <summary>The agent's folder: who it is, and a folder for every run. Held by one agent at a time.</summary>
internal sealed class WorkFolder : IDisposable
{
    // Others may pass, because builds may run as another account, but not see what is there.
    private const UnixFileMode OwnerAndPassing
        = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string runs;
    private readonly FileStream hold;

    private WorkFolder(string path, FileStream hold)
    {
        this.hold = hold;
        runs = Path.Combine(path, "runs");
        Directory.CreateDirectory(runs, OwnerAndPassing);
        string idFile = Path.Combine(path, "worker-id");
        WorkerId = File.Exists(idFile) ? File.ReadAllText(idFile).Trim() : string.Empty;
        if (WorkerId.Length == 0)
        {
            WorkerId = $"agent-{Guid.NewGuid():n}";
            File.WriteAllText(idFile, WorkerId);
        }
    }

    /// <summary>The same over restarts, so that the gateway knows it again.</summary>
    internal string WorkerId { get; }

    /// <summary>Throws <see cref="IOException"/> when another agent has it, or it can't be written.</summary>
    internal static WorkFolder Open(string path)
    {
        Directory.CreateDirectory(path, OwnerAndPassing);
        return new WorkFolder(path, new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>A folder for a new run; nothing is created yet.</summary>
    internal BuildFolder NewRun() => new(Path.Combine(runs, Guid.NewGuid().ToString("n")));

    /// <summary>Runs of an agent that did not end properly.</summary>
    internal IReadOnlyList<BuildFolder> Leftovers() => [.. Directory.GetDirectories(runs).Select(path => new BuildFolder(path))];

    public void Dispose() => hold.Dispose();
}
