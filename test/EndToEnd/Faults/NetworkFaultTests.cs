using System.Diagnostics;
using GrainJobs.Processes;
using GrainJobs.Time;
using Xunit.Abstractions;

namespace GrainJobs.Faults;

/// <summary>
/// The network between the silos fails while both still reach the database and the gateways. The wires are relays of the test, for network
/// namespaces and packet filters need rights that a test run does not have everywhere; a cut one is silent, as a dead switch is.
/// </summary>
[Collection(FaultCollection.Name)]
public sealed class NetworkFaultTests(FaultSite site, ITestOutputHelper output)
{
    private static readonly TimeSpan FailoverLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Of_two_silos_that_no_longer_reach_each_other_one_goes_and_the_other_serves_within_15_s()
    {
        await using Trial trial = await Trial.BeginAsync(site, output, "network-cut");
        IReadOnlyList<ServerProcess> silos = site.Cluster.Silos;
        long since = Stopwatch.GetTimestamp();
        try
        {
            site.Cluster.SiloWires.ToList().ForEach(wire => wire.Cut());
            await trial.RecoverAsync("network cut between the silos", since, FailoverLimit);
            await Eventually.BeTrue("one silo has ended itself", () => silos.Any(silo => silo.Child.HasExited), EndLimit);
        }
        finally
        {
            site.Cluster.SiloWires.ToList().ForEach(wire => wire.Mend());
        }

        silos.Count(silo => silo.Child.HasExited).Should().Be(1, "the other one stays");
        trial.Report($"  the silo that lost ended itself with exit code {silos.First(silo => silo.Child.HasExited).Child.ExitCode}");
        await site.WholeAsync();
        await trial.JudgeAsync();
    }
}
