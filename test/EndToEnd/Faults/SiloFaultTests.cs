using System.Diagnostics;
using GrainJobs.Processes;
using GrainJobs.Time;
using Xunit.Abstractions;

namespace GrainJobs.Faults;

/// <summary>Silos that die, and one that only seems to.</summary>
[Collection(FaultCollection.Name)]
public sealed class SiloFaultTests(FaultSite site, ITestOutputHelper output)
{
    private static readonly TimeSpan FailoverLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FreezeFor = FaultLength.Seconds(13, inLongRuns: 20);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_killed_silos_work_is_served_again_within_15_s()
    {
        await using Trial trial = await Trial.BeginAsync(site, output, "silo-killed");
        long since = Stopwatch.GetTimestamp();
        await site.Cluster.Silos[0].KillAsync();

        await trial.RecoverAsync("silo killed (kill -9)", since, FailoverLimit);
        await (await site.Cluster.Silos[0].StartAgainAsync()).ReadyAsync();
        await trial.JudgeAsync();
    }

    [Fact]
    public async Task A_frozen_silos_work_is_served_again_within_15_s_and_nothing_of_it_counts_when_it_thaws()
    {
        await using Trial trial = await Trial.BeginAsync(site, output, "silo-frozen");
        HeldJobs held = await HeldJobs.StartAsync(site, trial.Load.Queues[1]);
        (ServerProcess zombie, string[] its) = await held.BusiestAsync();
        long since = Stopwatch.GetTimestamp();
        zombie.Freeze();

        await trial.RecoverAsync("silo frozen (SIGSTOP)", since, FailoverLimit);
        (await site.Cluster.IsDeclaredDeadAsync(zombie)).Should().BeTrue();
        await held.RunAgainAsync(its, FailoverLimit);
        trial.Report($"  {its.Length} jobs that the frozen silo ran were run again by the other after {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s at the latest");

        // The zombie gets its answers while it sleeps, and reports them the moment it wakes: its leases are over.
        held.LetGo(its, delivery: 1);
        await Eventually.BeTrue($"{FreezeFor.TotalSeconds} s have passed", () => Stopwatch.GetElapsedTime(since) > FreezeFor);
        long thawed = Stopwatch.GetTimestamp();
        zombie.Thaw();
        (await zombie.Child.ExitAsync(EndLimit)).Should().NotBe(0, "a silo that was declared dead ends itself");
        trial.Report($"  the thawed silo ended itself after {Stopwatch.GetElapsedTime(thawed).TotalSeconds:0.0} s with exit code {zombie.Child.ExitCode}");
        (await held.StillRunningAsync(its)).Should().BeTrue("what the zombie reported was refused");
        await held.EndAsync();
        (await held.EndedByAsync(its)).Should().OnlyContain(end => end == "delivery 2", "the second attempt's result is the job's");

        await (await zombie.StartAgainAsync()).ReadyAsync();
        await trial.JudgeAsync();
    }
}
