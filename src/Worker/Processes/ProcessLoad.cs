using GrainJobs.Workers;

namespace GrainJobs.Processes;

/// <summary>What a family of processes uses, between one look and the next.</summary>
internal sealed class ProcessLoad(ProcessFamily family, TimeProvider time)
{
    private const double TicksPerSecond = 100;
    private const double MebiByte = 1024 * 1024;

    // The ranges the gateway accepts.
    private const double MostCpuPercent = 1000;
    private const double MostMemoryMb = 1_000_000;

    private long lastTicks;
    private long lastLook = time.GetTimestamp();

    internal BuildLoad Look()
    {
        IReadOnlyList<ProcessRow> living = family.Living();
        long ticks = living.Sum(row => row.CpuTicks);
        double seconds = time.GetElapsedTime(lastLook).TotalSeconds;
        // Processes that ended took their ticks with them.
        double cpu = seconds <= 0 ? 0 : Math.Max(0, ticks - lastTicks) / TicksPerSecond / seconds * 100;
        (lastTicks, lastLook) = (ticks, time.GetTimestamp());
        double memory = living.Sum(row => row.ResidentPages) * Environment.SystemPageSize / MebiByte;
        return new BuildLoad(Math.Round(Math.Min(cpu, MostCpuPercent), 1), Math.Round(Math.Min(memory, MostMemoryMb), 1), living.Count);
    }
}
