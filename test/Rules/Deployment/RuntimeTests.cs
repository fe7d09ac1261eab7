using System.Text.RegularExpressions;
using GrainJobs.Style;

namespace GrainJobs.Deployment;

/// <summary>Only the environment can set the size of the garbage collector's first generation: whatever starts silos and gateways must.</summary>
public sealed partial class RuntimeTests
{
    private static readonly string[] Starters = ["deploy/runtime.sh", "deploy/Containerfile", "deploy/systemd/grainjobs-silo.service", "deploy/systemd/grainjobs-gateway.service"];

    [Fact]
    public void Everything_that_starts_the_programs_gives_them_the_same_first_generation() =>
        Starters.Select(file => Size().Match(Sources.Read(file)).Groups["size"].Value).Should().AllBe("0x1000000");

    [Theory]
    [InlineData("run.sh")]
    [InlineData("test.sh")]
    [InlineData("bench.sh")]
    public void What_is_tried_tested_and_measured_runs_as_it_is_deployed(string script) => Sources.Read(script).Should().Contain(". deploy/runtime.sh");

    [GeneratedRegex(@"DOTNET_GCgen0size=(\$\{DOTNET_GCgen0size:-)?(?<size>0x[0-9a-f]+)")]
    private static partial Regex Size();
}
