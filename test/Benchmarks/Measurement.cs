using System.Globalization;

namespace GrainJobs.Benchmarks;

/// <summary>One figure of one run, with what it cost.</summary>
/// <param name="Value">Jobs per second, or milliseconds at the median for P5.</param>
/// <param name="CpuSeconds">Of this process and the database's, per 1,000 jobs.</param>
internal sealed record Measurement(string Scenario, string Database, int Jobs, double Value, string Unit, double CpuSeconds, double ServerCpuSeconds, string Note)
{
    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Scenario} {Database,-8} {Jobs,8} jobs {Value,10:F1} {Unit}  cpu/1k {CpuSeconds:F3} s (database {ServerCpuSeconds:F3})  {Note}");
}
