using System.Globalization;

namespace GrainJobs.Processes;

/// <summary>What /proc says about running processes.</summary>
public static class ProcessTable
{
    /// <summary>The direct children of a process.</summary>
    public static IReadOnlyList<int> ChildrenOf(int processId) => [.. Living().Where(id => ParentOf(id) == processId)];

    /// <summary>Resident memory in bytes; 0 when the process is gone.</summary>
    public static long ResidentBytes(int processId) => (Status(processId, "VmRSS:") ?? 0) * 1024;

    /// <summary>The CPU time a process has used, its own and the kernel's for it; zero when it is gone.</summary>
    public static TimeSpan CpuTime(int processId)
    {
        const int TicksPerSecond = 100;
        string path = $"/proc/{processId}/stat";
        string[] fields = File.Exists(path) ? File.ReadAllText(path).Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return fields.Length > 12 ? TimeSpan.FromSeconds((double)(long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond) : TimeSpan.Zero;
    }

    private static int? ParentOf(int processId) => (int?)Status(processId, "PPid:");

    private static IEnumerable<int> Living() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id) ? id : 0)
        .Where(id => id > 0);

    private static long? Status(int processId, string field)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(text => text.StartsWith(field, StringComparison.Ordinal));
            return line is null ? null : long.Parse(line[field.Length..].Replace("kB", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended while we read.
            return null;
        }
    }
}
