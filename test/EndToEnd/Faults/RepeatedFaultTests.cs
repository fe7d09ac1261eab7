using System.Diagnostics;
using GrainJobs.Processes;
using GrainJobs.Time;
using Xunit.Abstractions;

namespace GrainJobs.Faults;

/// <summary>
/// What was running when something died runs again in time, every time: once in the normal run, as often as <c>GRAINJOBS_TEST_REPEAT</c> says to see how
/// the times scatter.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class RepeatedFaultTests(FaultSite site, ITestOutputHelper output)
{
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FreezeLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan WorkerLimit = FaultSite.Lease + TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_a_killed_silo_was_running_is_run_again_within_10_s_and_outside_workers_that_died_with_it_are_replaced()
    {
        await site.WholeAsync();
        List<double> inside = [];
        List<double> outside = [];
        List<double> declared = [];
        for (int round = 0; round < FaultLength.Repetitions; round++)
        {
            string name = $"killed-{Guid.NewGuid():n}";
            HeldJobs held = await HeldJobs.StartAsync(site, name);
            DeadWorker worker = await DeadWorker.StartAsync(site, name);
            (ServerProcess silo, string[] its) = await held.BusiestAsync();
            long since = await worker.LastSignAsync();
            Task<TimeSpan> replaced = worker.ReplacedAsync(since);
            await silo.KillAsync();
            Task<double> dead = DeclaredDeadAsync(silo, since);
            await held.RunAgainAsync(its, KillLimit);
            inside.Add(Stopwatch.GetElapsedTime(since).TotalSeconds);
            outside.Add((await replaced).TotalSeconds);
            declared.Add(await dead);
            await held.EndAsync();
            await site.WholeAsync();
        }

        Write("jobs that a killed silo ran, run again", inside, KillLimit);
        FaultReport.Write(output, $"  the silo was declared dead, and the other worker got the job, after {string.Join(", ", declared.Zip(outside, (dead, again) => $"{dead:0.0}/{again:0.0}"))} s");
        Write($"jobs of outside workers that died in the same moment (lease {FaultSite.Lease.TotalSeconds} s), leased again", outside, WorkerLimit);
    }

    [Fact]
    public async Task What_a_frozen_silo_was_running_is_run_again_within_15_s()
    {
        await site.WholeAsync();
        List<double> seconds = [];
        for (int round = 0; round < FaultLength.Repetitions; round++)
        {
            HeldJobs held = await HeldJobs.StartAsync(site, $"frozen-{Guid.NewGuid():n}");
            (ServerProcess silo, string[] its) = await held.BusiestAsync();
            long since = Stopwatch.GetTimestamp();
            silo.Freeze();
            await held.RunAgainAsync(its, FreezeLimit);
            seconds.Add(Stopwatch.GetElapsedTime(since).TotalSeconds);
            silo.Thaw();
            (await silo.Child.ExitAsync(EndLimit)).Should().NotBe(0, "a silo that was declared dead ends itself");
            await held.EndAsync();
            await site.WholeAsync();
        }

        Write("jobs that a frozen silo ran (SIGSTOP), run again", seconds, FreezeLimit);
    }

    [Fact]
    public async Task What_a_dead_outside_worker_held_is_leased_again_within_its_lease_and_5_s()
    {
        await site.WholeAsync();
        TimeSpan[] all = await Task.WhenAll(Enumerable.Range(0, FaultLength.Repetitions).Select(async _ =>
        {
            DeadWorker worker = await DeadWorker.StartAsync(site, $"dead-{Guid.NewGuid():n}");
            return await worker.ReplacedAsync(await worker.LastSignAsync());
        }));
        Write($"jobs of an outside worker that died (lease {FaultSite.Lease.TotalSeconds} s), leased again", [.. all.Select(each => each.TotalSeconds)], WorkerLimit);
    }

    private async Task<double> DeclaredDeadAsync(ServerProcess silo, long since)
    {
        await Eventually.BeTrue("the silo is declared dead", () => site.Cluster.IsDeclaredDeadAsync(silo));
        return Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

    private void Write(string what, List<double> seconds, TimeSpan limit)
    {
        seconds.Sort();
        FaultReport.Write(output, $"{what} after {seconds[0]:0.0} s at least, {seconds[seconds.Count / 2]:0.0} s in the median, {seconds[^1]:0.0} s at most ({seconds.Count} times, limit {limit.TotalSeconds:0} s)");
        seconds[^1].Should().BeLessThan(limit.TotalSeconds, what);
    }
}
