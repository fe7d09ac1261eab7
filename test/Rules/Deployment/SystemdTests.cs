using System.Diagnostics;
using System.Text.RegularExpressions;
using GrainJobs.Style;

namespace GrainJobs.Deployment;

public sealed partial class SystemdTests
{
    [FactIfTool("systemd-analyze")]
    public async Task Systemd_itself_finds_nothing_wrong_with_the_units()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("grainjobs-units-");
        try
        {
            // The programs are not installed here; systemd only wants to see that what is started exists.
            string[] units = [.. Units().Select(unit => Path.Combine(folder.FullName, Path.GetFileName(unit)))];
            foreach ((string from, string to) in Units().Zip(units))
            {
                await File.WriteAllTextAsync(to, ProgramOfUnit().Replace(Sources.Read(from), "ExecStart=/bin/true"));
            }

            (await Run("systemd-analyze", ["verify", "--man=no", .. units])).Should().BeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("silo", "Silo")]
    [InlineData("gateway", "ApiGateway")]
    [InlineData("agent", "Worker")]
    public void A_unit_starts_its_program_again_unless_the_configuration_is_wrong(string unit, string program)
    {
        string[] lines = Sources.Read($"deploy/systemd/grainjobs-{unit}.service").Split('\n');

        lines.Should().Contain(["Restart=always", "RestartPreventExitStatus=2", "StartLimitIntervalSec=0", "KillMode=mixed"]);
        lines.Should().ContainSingle(line => line.StartsWith("ExecStart=") && line.Contains($"GrainJobs.{program}.dll"));
        int.Parse(lines.Single(line => line.StartsWith("TimeoutStopSec="))["TimeoutStopSec=".Length..]).Should().BeGreaterThan(30, "a graceful stop takes up to 30 s");
    }

    [GeneratedRegex("^ExecStart=.*$", RegexOptions.Multiline)]
    private static partial Regex ProgramOfUnit();

    private static IEnumerable<string> Units() => Sources.Files("deploy/systemd", ".service");

    private static async Task<string> Run(string program, IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string complaints = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return complaints + await output;
    }
}
