using System.IO.Compression;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Builds;

/// <summary>Real agents and a real server: what is built, and what survives.</summary>
public sealed class AgentAndServerTests
{
    [Fact]
    public async Task The_sample_is_built_tested_and_its_artifact_runs()
    {
        await using BuildsUnderTest test = await BuildsUnderTest.StartAsync();
        test.StartAgent("agent", "--platforms", "linux");
        string zip = test.File("hello.zip");
        Pack(Path.Combine(SourceTree.Root, "samples", "hello-build"), zip);
        BuildAccepted build = await test.Client.Builds.SubmitAsync(new NewBuild { Platform = "linux", SourceFile = zip });

        List<string> followed = [];
        await foreach (BuildLogEntry line in test.Client.Builds.FollowLogsAsync(build.Id, TimeSpan.FromMinutes(4)))
        {
            followed.Add(line.Message);
        }

        BuildSnapshot done = await test.EndedAsync(build.Id);
        (done.Status, done.HasResult, done.WorkerName).Should().Be(("completed", true, "agent"), string.Join('\n', followed));
        followed.Should().Contain(line => line.Contains("Passed!")).And.OnlyHaveUniqueItems(line => line.StartsWith("Passed!", StringComparison.Ordinal) ? "passed" : Guid.NewGuid().ToString());
        await using (ZipArchive result = await test.ResultAsync(build.Id))
        {
            await result.ExtractToDirectoryAsync(test.File("result"));
        }

        await using ChildProcess hello = ChildProcess.Start("hello", "dotnet", [test.File("result/out/hello.dll"), "Ada"]);
        (await hello.ExitAsync()).Should().Be(0);
        hello.Lines.Should().Equal("Hello, Ada!");
    }

    [Fact]
    public async Task A_cancel_kills_the_whole_tree_and_the_build_stays_cancelled()
    {
        await using BuildsUnderTest test = await BuildsUnderTest.StartAsync();
        test.StartAgent("agent");
        BuildAccepted build = await test.SubmitAsync("""{"command": "setsid sleep 81001 & sleep 81002 & echo started; sleep 81003"}""");
        await test.SaysAsync(build.Id, "started");

        await test.Client.Builds.CancelAsync(build.Id);

        await Eventually.BeTrue("every process is dead", () => AgentUnderTest.Running("sleep 8100").Count == 0, TimeSpan.FromSeconds(30));
        (await test.EndedAsync(build.Id)).Status.Should().Be("cancelled");
        (await test.EndedAsync((await test.SubmitAsync("""{"command": "true"}""")).Id)).Status.Should().Be("completed", "the agent is free again");
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_loses_and_doubles_no_build_and_no_line()
    {
        await using BuildsUnderTest test = await BuildsUnderTest.StartAsync();
        test.StartAgent("agent");
        string gate = test.File("open");
        BuildAccepted build = await test.SubmitAsync($$"""
            {"command": "echo run >> {{test.File("runs.txt")}}; i=0; while [ $i -lt 200 ]; do echo line $i; i=$((i+1)); sleep 0.01; done; until [ -e {{gate}} ]; do sleep 0.05; done; echo x > made", "artifacts": ["made"]}
            """);
        await test.SaysAsync(build.Id, "line 20");

        await test.Server.KillAsync();
        await File.WriteAllTextAsync(gate, string.Empty);
        await test.Server.StartAgainAsync();
        await test.Server.ReadyAsync();
        BuildSnapshot done = await test.EndedAsync(build.Id, TimeSpan.FromSeconds(90));

        (done.Status, done.HasResult).Should().Be(("completed", true));
        (await File.ReadAllLinesAsync(test.File("runs.txt"))).Should().ContainSingle("it was built once");
        (await test.LogAsync(build.Id)).Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal))
            .Should().Equal(Enumerable.Range(0, 200).Select(i => $"line {i}"));
    }

    [Fact]
    public async Task The_build_of_a_killed_agent_is_done_by_another_after_its_lease()
    {
        await using BuildsUnderTest test = await BuildsUnderTest.StartAsync(("Leases__Duration", "00:00:05"));
        ServerProcess first = test.StartAgent("first");
        BuildAccepted build = await test.SubmitAsync($$"""{"command": "if mkdir {{test.File("taken")}}; then echo started; sleep 82001; else echo again; fi"}""");
        await test.SaysAsync(build.Id, "started");

        await first.KillAsync();
        test.StartAgent("second");
        BuildSnapshot done = await test.EndedAsync(build.Id);

        (done.Status, done.WorkerName).Should().Be(("completed", "second"));
        await first.StartAgainAsync();
        await Eventually.BeTrue("the first one cleans up after itself", () => AgentUnderTest.Running("sleep 82001").Count == 0 && Directory.GetDirectories(test.Runs("first")).Length == 0);
        (await test.Client.Builds.GetAsync(build.Id)).Status.Should().Be("completed", "what the first one says now counts for nothing");
    }

    [Fact]
    public async Task A_drained_agents_build_is_done_by_another_at_once()
    {
        await using BuildsUnderTest test = await BuildsUnderTest.StartAsync();
        ServerProcess first = test.StartAgent("first", "--drain-limit", "1");
        BuildAccepted build = await test.SubmitAsync($$"""{"command": "if mkdir {{test.File("taken")}}; then echo started; sleep 83001; else echo again; fi"}""");
        await test.SaysAsync(build.Id, "started");
        test.StartAgent("second");

        (await first.StopAsync()).Should().Be(0);
        BuildSnapshot done = await test.EndedAsync(build.Id, TimeSpan.FromSeconds(15));

        (done.Status, done.WorkerName).Should().Be(("completed", "second"));
        AgentUnderTest.Running("sleep 83001").Should().BeEmpty();
    }

    [Fact]
    public async Task A_result_over_the_servers_limit_fails_the_build_and_says_so()
    {
        await using BuildsUnderTest test = await BuildsUnderTest.StartAsync(("Limits__ResultBytes", "1000000"));
        test.StartAgent("agent");
        BuildAccepted build = await test.SubmitAsync("""{"command": "head -c 20000000 /dev/urandom > big", "artifacts": ["big"]}""");

        BuildSnapshot done = await test.EndedAsync(build.Id);

        (done.Status, done.HasResult).Should().Be(("failed", false));
        done.ErrorMessage.Should().Contain("refused the result");
    }

    [Fact]
    public async Task Certificates_reach_the_build_and_a_failure_its_owner()
    {
        await using BuildsUnderTest test = await BuildsUnderTest.StartAsync();
        test.StartAgent("agent");
        string certs = SourceZip.Write(test.File("certs.zip"), ("app.p12", "binary"), ("password.txt", "p12-passw0rd"));
        string source = SourceZip.Write(test.File("source.zip"), ("grainjobs.json", """{"command": "cat $GRAINJOBS_CERTS/app.p12; echo; cat $GRAINJOBS_CERTS/password.txt; echo"}"""));
        BuildAccepted build = await test.Client.Builds.SubmitAsync(new NewBuild { Platform = "ios", SourceFile = source, CertsFile = certs });

        (await test.EndedAsync(build.Id)).Status.Should().Be("completed", await test.LogAsync(build.Id));

        (await test.LogAsync(build.Id)).Should().Contain("binary").And.NotContain("p12-passw0rd").And.Contain("***");
        BuildSnapshot failed = await test.EndedAsync((await test.SubmitAsync("""{"command": "exit 7"}""")).Id);
        failed.Status.Should().Be("failed");
        failed.ErrorMessage.Should().Contain("exit code 7");
    }

    [Fact]
    public async Task Forty_builds_on_three_agents_are_each_built_once()
    {
        await using BuildsUnderTest test = await BuildsUnderTest.StartAsync();
        BuildAccepted[] builds = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => test.SubmitAsync($$"""{"command": "echo x >> {{test.File($"ran-{i}")}}"}""")));

        foreach (int agent in (int[])[1, 2, 3])
        {
            test.StartAgent($"agent-{agent}", "--capacity", "3");
        }

        foreach (BuildAccepted build in builds)
        {
            (await test.EndedAsync(build.Id, TimeSpan.FromSeconds(120))).Status.Should().Be("completed");
        }

        Enumerable.Range(0, 40).Select(i => File.ReadAllLines(test.File($"ran-{i}")).Length).Should().OnlyContain(count => count == 1);
    }

    private static void Pack(string folder, string path)
    {
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.Split('/').Any(part => part is "bin" or "obj")))
        {
            zip.CreateEntryFromFile(file, Path.GetRelativePath(folder, file));
        }
    }
}
