namespace GrainJobs.FileProcessing;

/// <summary>Memory is the whole process's: measured while no other test runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[Collection(Name)]
public sealed class LongFileTests
{
    private const string Name = "alone";

    [Fact]
    public async Task A_long_file_is_never_in_memory()
    {
        const long Length = 32L * 1024 * 1024;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;

        var report = await FileAnalysis.Run(new Endless(Length), "long.txt", null, Measure, Length);

        report.Size.Should().Be(Length);
        report.Text!.Words.Should().Be(Length / 8);
        most.Should().BeLessThan(8 * 1024 * 1024);

        Task Measure(int percent, string stage)
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            return Task.CompletedTask;
        }
    }
}
