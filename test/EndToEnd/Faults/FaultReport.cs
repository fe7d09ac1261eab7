using Xunit.Abstractions;

namespace GrainJobs.Faults;

/// <summary>What a test of faults measured: in the test's output, and in the file that <c>GRAINJOBS_TEST_REPORT</c> names, which test.sh prints.</summary>
internal static class FaultReport
{
    private static readonly Lock Gate = new();

    internal static void Write(ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("GRAINJOBS_TEST_REPORT") is { Length: > 0 } file)
        {
            lock (Gate)
            {
                File.AppendAllLines(file, [line]);
            }
        }
    }
}
