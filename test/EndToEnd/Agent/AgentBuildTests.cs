using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using GrainJobs.Processes;

namespace GrainJobs.Builds;

/// <summary>A real agent and real build commands: what ends well, and how it fails.</summary>
[SupportedOSPlatform("linux")]
public sealed class AgentBuildTests
{
    [Fact]
    public async Task A_source_is_built_its_log_streamed_and_its_artifacts_returned()
    {
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", """
            {"command": "echo out; echo err >&2; mkdir -p out/deep; echo made > out/deep/file; printf '#!/bin/sh' > out/run; chmod +x out/run; ln -s /etc/passwd out/link; mkfifo out/pipe; echo preview_url=https://preview.example/1 > $GRAINJOBS_OUTPUT",
             "artifacts": ["out/**"]}
            """));

        await test.EndedAsync(build);

        build.Status.Should().Be("completed", build.Error);
        build.Ends.Should().Be(1);
        build.PreviewUrl.Should().Be("https://preview.example/1");
        build.Lines.Should().Contain(("info", "out")).And.Contain(("warn", "err"));
        await using ZipArchive result = await ZipFile.OpenReadAsync(build.Result!);
        result.Entries.Select(entry => entry.FullName).Should().BeEquivalentTo("out/deep/file", "out/run", "out/pipe");
        ((result.GetEntry("out/run")!.ExternalAttributes >> 16) & 0x49).Should().Be(0x49, "it may still be run");
        Directory.GetDirectories(test.Runs).Should().BeEmpty();
    }

    [Fact]
    public async Task A_build_sees_nothing_of_its_agent()
    {
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", """{"command": "env; cat /proc/$PPID/environ | tr '\\0' '\\n' | grep -c fake-worker-key; ps -o sid= -p $$; echo self $$; true", "env": {"MODE": "fast"}}"""));

        await test.EndedAsync(build);

        build.Log.Should().Contain("MODE=fast").And.Contain("GRAINJOBS_BUILD_ID=" + build.Id).And.Contain("CI=true");
        build.Log.Should().NotContain(FakeGateway.Key).And.NotContain("CONTROLLER_API_KEY").And.NotContain("DOTNET_gcServer").And.NotContain("X-Worker");
    }

    [Theory]
    [InlineData("""{"command": "exit 3"}""", "user", "exit code 3")]
    [InlineData("""{"command": ["/no/such/program"]}""", "user", "exit code 127")]
    [InlineData("""{"command": "true", "timeoutSeconds": 0}""", "permanent", "timeoutSeconds")]
    [InlineData("""{"command": "true", "artifacts": ["nothing/*"]}""", "user", "nothing/*")]
    [InlineData("""{"command": "true", "secrets": ["NOT_HERE"]}""", "permanent", "NOT_HERE")]
    [InlineData("""{"command": "sleep 4711.25", "timeoutSeconds": 1}""", "timeout", "time limit of 1 s")]
    [InlineData("""{"command": "kill -9 $$"}""", "user", "exit code 137")]
    public async Task A_failure_is_told_with_its_class_and_cause(string plan, string failureClass, string part)
    {
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", plan));

        await test.EndedAsync(build);

        (build.Status, build.Class, build.Ends).Should().Be(("failed", failureClass, 1));
        build.Error.Should().Contain(part);
        build.Lines.Should().Contain(line => line.Level == "error" && line.Message.Contains(part));
        AgentUnderTest.Running("sleep 4711.25").Should().BeEmpty();
    }

    [Fact]
    public async Task Hostile_sources_are_refused_and_leave_nothing_and_the_agent_goes_on()
    {
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        FakeBuild[] hostile =
        [
            test.Gateway.Submit("any", ("grainjobs.json", """{"command":"true"}"""), ("../../escaped", "x")),
            test.Gateway.Submit("any", ("grainjobs.json", """{"command":"true"}"""), ("..\\escaped", "x")),
            test.Gateway.Submit("any", ("grainjobs.json", """{"command":"true"}"""), ("bomb", new string('\0', 50_000_000))),
            test.Gateway.Submit(Link(test.Gateway.File("link.zip"))),
            test.Gateway.Submit(Text(test.Gateway.File("text.zip"))),
        ];
        FakeBuild good = test.Gateway.Submit("any", ("grainjobs.json", """{"command":"true"}"""));

        await test.EndedAsync(good);

        hostile.Should().OnlyContain(build => build.Status == "failed" && build.Class == "permanent" && build.Ends == 1 && build.Error!.Contains("refused"));
        good.Status.Should().Be("completed");
        Directory.GetFileSystemEntries(test.Runs).Should().BeEmpty();
        Directory.GetFiles(Path.Combine(test.Runs, "..", ".."), "escaped", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task Secrets_reach_the_build_and_never_the_log()
    {
        using ScratchFolder secrets = new();
        await File.WriteAllTextAsync(secrets.File("FEED_TOKEN"), "s3cr3t-t0ken-value\n");
        await using AgentUnderTest test = await AgentUnderTest.StartAsync("--secrets-dir", secrets.Path);
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", """
            {"command": "test $(printf %s \"$FEED_TOKEN\" | wc -c) = 18 && echo plain $FEED_TOKEN; printf %s $FEED_TOKEN | base64; printf s3cr3t-; sleep 0.4; printf 't0ken-\n'; sleep 0.4; echo value; echo $FEED_TOKEN >&2; echo end",
             "secrets": ["FEED_TOKEN"]}
            """));

        await test.EndedAsync(build);

        build.Status.Should().Be("completed", build.Error);
        build.Log.ReplaceLineEndings(string.Empty).Should().NotContain("s3cr3t-t0ken-value").And.NotContain("czNjcjN0").And.Contain("plain ***").And.Contain("end");
    }

    [Fact]
    public async Task A_running_build_is_measured()
    {
        using ScratchFolder gate = new();
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", $$"""{"command": "until [ -e {{gate.File("open")}} ]; do :; done"}"""));

        await test.UntilAsync("a sample came", () => !build.Telemetry.IsEmpty);
        await File.WriteAllTextAsync(gate.File("open"), string.Empty);
        await test.EndedAsync(build);

        build.Telemetry.TryPeek(out JsonNode? sample).Should().BeTrue();
        sample!["type"]!.ToString().Should().Be("cpu_snapshot");
        sample["data"]!["cpu_percent"]!.GetValue<double>().Should().BeInRange(1, 1000);
        sample["data"]!["memory_mb"]!.GetValue<double>().Should().BeInRange(0.1, 100);
        sample["data"]!["processes"]!.GetValue<int>().Should().Be(1);
    }

    [Fact]
    public async Task Builds_run_as_another_account_can_read_nothing_of_the_agent()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            // Only root can change accounts; test.sh runs as root in CI.
            return;
        }

        await using AgentUnderTest test = await AgentUnderTest.StartAsync("--user", "nobody");
        string folder = Path.GetFullPath(Path.Combine(test.Runs, "..", ".."));
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        File.SetUnixFileMode(Path.Combine(folder, "key"), UnixFileMode.UserRead);
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", $$"""
            {"command": "id -un; cat {{folder}}/key && exit 1; ls {{test.Runs}} && exit 1; cat ../../run.json && exit 1; touch $HOME/a $TMPDIR/b && echo made > made && echo could write", "artifacts": ["made"]}
            """));

        await test.EndedAsync(build);

        build.Status.Should().Be("completed", build.Log);
        build.Lines.Should().Contain(("info", "nobody")).And.Contain(("info", "could write"));
        build.Log.Should().NotContain(FakeGateway.Key).And.NotContain("lease_token");
    }

    [Fact]
    public async Task Several_builds_run_at_once_up_to_the_capacity_and_no_more()
    {
        using ScratchFolder gate = new();
        await using AgentUnderTest test = await AgentUnderTest.StartAsync("--capacity", "3");
        FakeBuild[] builds = [.. Enumerable.Range(0, 5).Select(_ => test.Gateway.Submit("any", ("grainjobs.json", $$"""{"command": "until [ -e {{gate.File("open")}} ]; do sleep 0.05; done"}""")))];

        await test.UntilAsync("three are held and beat", () => builds.Count(build => build.Beats > 2) == 3);
        builds.Count(build => build.Grants > 0).Should().Be(3);
        await File.WriteAllTextAsync(gate.File("open"), string.Empty);
        foreach (FakeBuild build in builds)
        {
            await test.EndedAsync(build);
        }

        builds.Should().OnlyContain(build => build.Status == "completed" && build.Ends == 1 && build.Grants == 1);
    }

    [Fact]
    public async Task The_agents_own_command_builds_a_source_without_a_plan()
    {
        await using AgentUnderTest test = await AgentUnderTest.StartAsync("--command", "mkdir artifacts; cp request.json artifacts/");
        FakeBuild build = test.Gateway.Submit("project", ("request.json", "{}"));

        await test.EndedAsync(build);

        build.Status.Should().Be("completed", build.Error);
        await using ZipArchive result = await ZipFile.OpenReadAsync(build.Result!);
        result.Entries.Should().ContainSingle().Which.FullName.Should().Be("artifacts/request.json");
    }

    [Fact]
    public async Task A_result_the_gateway_refuses_fails_the_build()
    {
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        test.Gateway.ResultBytes = 10;
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", """{"command": "echo x > file", "artifacts": ["file"]}"""));

        await test.EndedAsync(build);

        (build.Status, build.Class).Should().Be(("failed", "permanent"));
        build.Error.Should().Contain("too large");
    }

    private static string Link(string path)
    {
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        SourceZip.Add(zip, "link", "/etc/passwd", 0xA1FF);
        return path;
    }

    private static string Text(string path)
    {
        File.WriteAllText(path, "not a zip");
        return path;
    }
}
