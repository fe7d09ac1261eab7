using System.Collections.Concurrent;

namespace GrainJobs.Processes;

/// <summary>
/// Every process the test run started and has not ended. They are killed when the run exits; should the run itself be killed, the same
/// list is in the folder that <c>GRAINJOBS_TEST_PIDS</c> names, where test.sh finds it.
/// </summary>
internal static class ChildLedger
{
    private static readonly ConcurrentDictionary<ChildProcess, string?> Living = new();

    static ChildLedger() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (ChildProcess child in Living.Keys)
        {
            child.KillNow();
        }
    };

    internal static void Enter(ChildProcess child) => Living[child] = Write(child.Id);

    internal static void Leave(ChildProcess child)
    {
        if (Living.TryRemove(child, out string? entry) && entry is not null)
        {
            File.Delete(entry);
        }
    }

    // The start time tells our process from a later one that was given the same id.
    private static string? Write(int processId)
    {
        string? folder = Environment.GetEnvironmentVariable("GRAINJOBS_TEST_PIDS");
        if (string.IsNullOrEmpty(folder) || StartTicks(processId) is not { } ticks)
        {
            return null;
        }

        string entry = Path.Combine(folder, $"{processId}");
        File.WriteAllText(entry, ticks);
        return entry;
    }

    private static string? StartTicks(int processId)
    {
        string path = $"/proc/{processId}/stat";
        return File.Exists(path) ? File.ReadAllText(path).Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[19] : null;
    }
}
