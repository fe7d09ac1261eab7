using System.Diagnostics;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;
using Xunit.Abstractions;

namespace GrainJobs.Faults;

/// <summary>The wall clock of one silo jumps.</summary>
[Collection(FaultCollection.Name)]
public sealed class ClockFaultTests(FaultSite site, ITestOutputHelper output)
{
    private const int MostStarts = 3;
    private const int Hour = 3600;
    private static readonly TimeSpan ServedLimit = TimeSpan.FromSeconds(5);

    [FactWithFakeTime]
    public async Task A_silos_clock_that_jumps_forth_and_back_breaks_nothing()
    {
        using ScratchFolder folder = new();
        FakeTime clock = new(folder.File("offset"));
        clock.Step(0);
        ServerProcess silo = site.Cluster.Silos[0];
        await site.WholeAsync();
        await silo.StopAsync();
        await StartAsync(silo, clock);
        try
        {
            await using Trial trial = await Trial.BeginAsync(site, output, "clock");
            foreach (int offset in (int[])[Hour, -Hour, 0])
            {
                clock.Step(offset);
                await ShownAsync(silo, offset);
                await trial.RecoverAsync($"wall clock of a silo set to {offset:+0;-0;0} s", Stopwatch.GetTimestamp(), ServedLimit);
            }

            await trial.JudgeAsync();
            site.Cluster.Silos.Should().OnlyContain(each => !each.Child.HasExited, "a wrong clock is no reason to be declared dead");
        }
        finally
        {
            await silo.StopAsync();
        }
    }

    // Under libfaketime a blocking read now and then times out at once, and the start fails for it. As whatever runs silos does, we start it again.
    private static async Task StartAsync(ServerProcess silo, FakeTime clock)
    {
        for (int start = 1; start < MostStarts; start++)
        {
            try
            {
                await (await silo.StartAgainAsync(clock.Environment)).ReadyAsync();
                return;
            }
            catch (InvalidOperationException ended) when (ended.Message.Contains("Timeout during reading attempt", StringComparison.Ordinal))
            {
                // The next one.
            }
        }

        await (await silo.StartAgainAsync(clock.Environment)).ReadyAsync();
    }

    // The date in the silo's own answers shows that its clock did jump.
    private static async Task ShownAsync(ServerProcess silo, int offset)
    {
        using HttpCaller caller = silo.Caller(key: null);
        TimeSpan expected = TimeSpan.FromSeconds(offset);
        await Eventually.BeTrue("the silo's clock has jumped", async () => ((await caller.GetAsync("/health/live")).Headers.Date - TimeProvider.System.GetUtcNow() - expected)?.Duration() < TimeSpan.FromSeconds(5));
    }
}
