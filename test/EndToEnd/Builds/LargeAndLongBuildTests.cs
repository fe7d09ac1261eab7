using System.IO.Compression;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Builds;

/// <summary>Real agents and a real server: files of hundreds of megabytes, builds longer than their leases.</summary>
public sealed class LargeAndLongBuildTests
{
    private const long Mebi = 1024 * 1024;

    [Fact]
    public async Task A_source_of_400_MB_costs_server_and_agent_little_memory()
    {
        await using BuildsUnderTest test = await BuildsUnderTest.StartAsync();
        ServerProcess agent = test.StartAgent("agent");
        await test.EndedAsync((await test.SubmitAsync("""{"command": "echo x > made", "artifacts": ["made"]}""")).Id);
        (long server, long worker) before = (BuildsUnderTest.PeakBytes(test.Server), BuildsUnderTest.PeakBytes(agent));
        string source = SourceZip.Large(test.File("large.zip"), 400, """{"command": "true", "artifacts": ["noise.bin"]}""");

        BuildAccepted build = await test.Client.Builds.SubmitAsync(new NewBuild { Platform = "linux", SourceFile = source });
        BuildSnapshot done = await test.EndedAsync(build.Id, TimeSpan.FromMinutes(4));

        done.Status.Should().Be("completed", done.ErrorMessage);
        (BuildsUnderTest.PeakBytes(test.Server) - before.server).Should().BeLessThan(100 * Mebi, "the server streams");
        (BuildsUnderTest.PeakBytes(agent) - before.worker).Should().BeLessThan(100 * Mebi, "the agent streams");
        await using ZipArchive result = await test.ResultAsync(build.Id);
        result.GetEntry("noise.bin")!.Length.Should().Be(400 * Mebi);
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_of_an_upload_gets_it_whole_afterwards()
    {
        await using BuildsUnderTest test = await BuildsUnderTest.StartAsync();
        test.StartAgent("agent");
        BuildAccepted build = await test.SubmitAsync($$"""{"command": "echo run >> {{test.File("runs.txt")}}; head -c 300000000 /dev/urandom > big", "artifacts": ["big"]}""");
        await Eventually.BeTrue("the upload is under way", () => Largest(test.File("data")) > 20 * Mebi, TimeSpan.FromSeconds(90));

        await test.Server.KillAsync();
        Directory.GetDirectories(test.Runs("agent")).Should().NotBeEmpty("the agent still has the result to upload");
        await test.Server.StartAgainAsync();
        await test.Server.ReadyAsync();
        BuildSnapshot done = await test.EndedAsync(build.Id, TimeSpan.FromMinutes(3));

        (done.Status, done.HasResult).Should().Be(("completed", true));
        (await File.ReadAllLinesAsync(test.File("runs.txt"))).Should().ContainSingle("it was built once");
        await using ZipArchive result = await test.ResultAsync(build.Id);
        result.GetEntry("big")!.Length.Should().Be(300_000_000);
    }

    [Fact]
    public async Task A_build_that_outlasts_its_lease_many_times_is_kept_by_heartbeats()
    {
        await using BuildsUnderTest test = await BuildsUnderTest.StartAsync(("Leases__Duration", "00:00:02"));
        test.StartAgent("agent");
        test.StartAgent("idle");
        BuildAccepted build = await test.SubmitAsync($$"""{"command": "echo run >> {{test.File("runs.txt")}}; sleep 15"}""");

        (await test.EndedAsync(build.Id, TimeSpan.FromMinutes(2))).Status.Should().Be("completed");

        (await File.ReadAllLinesAsync(test.File("runs.txt"))).Should().ContainSingle();
    }

    private static long Largest(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.Contains(".db", StringComparison.Ordinal)).Select(file => new FileInfo(file).Length).DefaultIfEmpty().Max();
        }
        catch (FileNotFoundException)
        {
            // Renamed or removed while we looked.
            return 0;
        }
    }
}
