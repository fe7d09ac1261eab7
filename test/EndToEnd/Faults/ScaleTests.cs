using Xunit.Abstractions;

namespace GrainJobs.Faults;

/// <summary>
/// A second silo on a machine that has no cores left for it must take its share of the work and cost little. A cluster of one silo and one of two,
/// both warm, are loaded in turn, so that whatever else the machine does falls on both.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class ScaleTests(ITestOutputHelper output)
{
    private const double MostLost = 0.15;
    private const double LeastShare = 0.15;
    private const int Rounds = 7;

    // Processes that are still being compiled say nothing: each silo more has as much of that to do, and on a busy machine it takes minutes.
    private const int FewCompiled = 100;
    private const int MostWarmUps = 20;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);

    [FactInLongRuns]
    public async Task A_second_silo_takes_its_share_and_costs_less_than_15_percent_of_throughput()
    {
        await using ScaleCluster one = await ScaleCluster.StartAsync(silos: 1);
        await using ScaleCluster two = await ScaleCluster.StartAsync(silos: 2);
        string warmth = $"{await WarmAsync(one):0} and {await WarmAsync(two):0}";
        double[][] submittedAndGranted = await two.CountsAsync();

        one.ResetCpu();
        two.ResetCpu();
        List<(double Alone, double Together)> runs = [];
        for (int round = 0; round < Rounds; round++)
        {
            runs.Add((await one.RunAsync(Window), await two.RunAsync(Window)));
        }

        (string alone, string together) = (one.CpuAJob(), two.CpuAJob());
        double[] shares = [.. (await two.CountsAsync()).Select((after, kind) => LeastShareOf(submittedAndGranted[kind], after))];
        double ratio = Median(runs.Select(run => run.Together / run.Alone));
        FaultReport.Write(
            output,
            $"jobs a second over HTTP, medians of {Rounds} alternating runs: one silo {Median(runs.Select(run => run.Alone)):0}, two silos {Median(runs.Select(run => run.Together)):0}, " +
            $"median ratio {ratio - 1:+0%;-0%;0%} ({string.Join(" ", runs.Select(run => $"{(run.Together / run.Alone) - 1:+0%;-0%;0%}"))}); the lesser silo took {shares[0]:0 %} of the submissions and {shares[1]:0 %} of the grants; CPU a job: {alone}, {together}; methods compiled in the last {WarmUp.TotalSeconds} s of warming up: {warmth}");
        shares.Should().OnlyContain(share => share > LeastShare, "job desks and queues are on both silos");
        ratio.Should().BeGreaterThan(1 - MostLost);
    }

    /// <summary>Loads it until little is compiled any more; answers how much still was.</summary>
    private static async Task<double> WarmAsync(ScaleCluster cluster)
    {
        double compiled = double.MaxValue;
        for (int round = 0; round < MostWarmUps && compiled > FewCompiled; round++)
        {
            double before = await cluster.CompiledAsync();
            await cluster.RunAsync(WarmUp);
            compiled = await cluster.CompiledAsync() - before;
        }

        return compiled;
    }

    private static double LeastShareOf(double[] before, double[] after)
    {
        double[] gained = [.. after.Zip(before, (late, early) => late - early)];
        return gained.Min() / gained.Sum();
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
