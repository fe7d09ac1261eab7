namespace GrainJobs.Workers;

/// <summary>How long, in the two largest units: "3d 14h", "5h 23m", "4m 10s", "12s".</summary>
internal static class Uptime
{
    internal static string Text(TimeSpan uptime) => uptime switch
    {
        { TotalDays: >= 1 } => $"{(int)uptime.TotalDays}d {uptime.Hours}h",
        { TotalHours: >= 1 } => $"{uptime.Hours}h {uptime.Minutes}m",
        { TotalMinutes: >= 1 } => $"{uptime.Minutes}m {uptime.Seconds}s",
        _ => $"{Math.Max(0, uptime.Seconds)}s",
    };
}
