namespace GrainJobs.Faults;

/// <summary>How long faults last: as long as an operator fears with <c>GRAINJOBS_TEST_LONG=1</c>, else as long as it takes to show the same.</summary>
internal static class FaultLength
{
    internal static bool IsLong { get; } = Environment.GetEnvironmentVariable("GRAINJOBS_TEST_LONG") == "1";

    /// <summary>How often a silo is killed to see how the times scatter: <c>GRAINJOBS_TEST_REPEAT</c>, else once.</summary>
    internal static int Repetitions { get; } = int.TryParse(Environment.GetEnvironmentVariable("GRAINJOBS_TEST_REPEAT"), out int given) ? Math.Clamp(given, 1, 1000) : 1;

    internal static TimeSpan Seconds(int seconds, int inLongRuns) => TimeSpan.FromSeconds(IsLong ? inLongRuns : seconds);
}
