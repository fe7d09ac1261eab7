using System.Globalization;

namespace GrainJobs.Processes;

/// <summary>One process as /proc shows it.</summary>
/// <param name="CpuTicks">User and system time used, in clock ticks.</param>
/// <param name="ResidentPages">Memory in use, in pages.</param>
internal readonly record struct ProcessRow(int Id, char State, int Parent, int Group, int Session, long CpuTicks, long ResidentPages)
{
    internal bool IsDead => State is 'Z' or 'X';

    /// <summary>Reads the line of /proc/id/stat; null for what isn't one. The program's name is in brackets and may hold anything.</summary>
    internal static ProcessRow? Parse(string stat)
    {
        int open = stat.IndexOf(" (", StringComparison.Ordinal);
        int close = stat.LastIndexOf(") ", StringComparison.Ordinal);
        if (open < 0 || close < open)
        {
            return null;
        }

        string[] rest = stat[(close + 2)..].Split(' ');
        return rest.Length < 22 ? null : new ProcessRow(
            Number(stat[..open]),
            rest[0][0],
            Number(rest[1]),
            Number(rest[2]),
            Number(rest[3]),
            long.Parse(rest[11], CultureInfo.InvariantCulture) + long.Parse(rest[12], CultureInfo.InvariantCulture),
            long.Parse(rest[21], CultureInfo.InvariantCulture));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
