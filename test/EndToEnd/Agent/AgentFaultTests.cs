using GrainJobs.Processes;

namespace GrainJobs.Builds;

/// <summary>A real agent while things go wrong: cancels, lost leases, a gateway that vanishes, kills and signals.</summary>
public sealed class AgentFaultTests
{
    // A background child, one that ignores SIGTERM, and one that left the session.
    private static string Stubborn(string mark) => $$"""
        {"command": "sleep {{mark}}1 & (trap '' TERM; sleep {{mark}}2; sleep {{mark}}3) & setsid sleep {{mark}}4 & echo started; sleep {{mark}}5"}
        """;

    [Theory]
    [InlineData("cancel", "cancelled", "7100")]
    [InlineData("lost", "assigned", "7200")]
    public async Task When_the_gateway_says_so_the_whole_process_tree_is_killed(string order, string status, string mark)
    {
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", Stubborn(mark)));
        await test.UntilAsync("all run", () => build.Log.Contains("started") && AgentUnderTest.Running("sleep " + mark).Count >= 4);

        if (order == "lost")
        {
            build.Token = "given to another";
        }
        else
        {
            build.Order = order;
        }

        await test.UntilAsync("all are dead", () => AgentUnderTest.Running("sleep " + mark).Count == 0);
        await test.UntilAsync("nothing is left", () => Directory.GetDirectories(test.Runs).Length == 0);
        build.Status.Should().Be(status);
        build.Result.Should().BeNull();
        FakeBuild next = test.Gateway.Submit("any", ("grainjobs.json", """{"command": "true"}"""));
        (await test.EndedAsync(next)).Status.Should().Be("completed");
    }

    [Fact]
    public async Task A_new_lease_of_a_build_that_still_runs_here_ends_the_old_run_first()
    {
        using ScratchFolder gate = new();
        await using AgentUnderTest test = await AgentUnderTest.StartAsync("--capacity", "2");
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", $$"""
            {"command": "if mkdir {{gate.File("first")}}; then echo $$ > {{gate.File("first/pid")}}; echo started; exec sleep 72501; else ! kill -0 $(cat {{gate.File("first/pid")}}) && echo again; fi"}
            """));
        await test.UntilAsync("it runs", () => build.Log.Contains("started") && AgentUnderTest.Running("sleep 72501").Count > 0);

        build.Token = "expired";
        test.Gateway.Waiting.Enqueue(build.Id);
        await test.EndedAsync(build);

        build.Status.Should().Be("completed", build.Log);
        (build.Ends, build.Grants).Should().Be((1, 2));
        build.Log.Should().Contain("again");
        AgentUnderTest.Running("sleep 72501").Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_command_leaves_running_ends_with_it()
    {
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", """{"command": "setsid sleep 73001 & sleep 73002 & echo done"}"""));

        await test.EndedAsync(build, TimeSpan.FromSeconds(15));

        build.Status.Should().Be("completed", build.Error);
        build.Log.Should().Contain("done");
        AgentUnderTest.Running("sleep 7300").Should().BeEmpty();
    }

    [Fact]
    public async Task A_gateway_that_vanishes_and_comes_back_costs_no_build_and_no_log_line()
    {
        using ScratchFolder gate = new();
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", $$"""
            {"command": "i=0; while [ $i -lt 300 ]; do echo line $i; i=$((i+1)); sleep 0.01; done; until [ -e {{gate.File("open")}} ]; do sleep 0.05; done; echo over > made", "artifacts": ["made"]}
            """));
        await test.UntilAsync("it talks", () => build.Lines.Count > 20);

        await test.Gateway.VanishAsync();
        await File.WriteAllTextAsync(gate.File("open"), string.Empty);
        await test.UntilAsync("the agent noticed", () => test.Agent.Child.Lines.Any(line => line.Contains("Heartbeat missed")));
        await test.Gateway.StartAsync();
        await test.EndedAsync(build, TimeSpan.FromSeconds(60));

        (build.Status, build.Ends, build.Grants).Should().Be(("completed", 1, 1));
        build.Lines.Select(line => line.Message).Where(message => message.StartsWith("line ", StringComparison.Ordinal))
            .Should().Equal(Enumerable.Range(0, 300).Select(i => $"line {i}"));
    }

    [Fact]
    public async Task Transfers_cut_in_the_middle_are_done_again_whole()
    {
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        (test.Gateway.CutDownloads, test.Gateway.CutUploads) = (2, 2);
        FakeBuild build = test.Gateway.Submit(SourceZip.Large(test.Gateway.File("large.zip"), 8, """{"command": "true", "artifacts": ["noise.bin"]}"""));

        await test.EndedAsync(build);

        (build.Status, build.Ends).Should().Be(("completed", 1));
        new FileInfo(build.Result!).Length.Should().BeGreaterThan(8 * 1024 * 1024);
    }

    [Fact]
    public async Task A_worker_token_that_is_refused_is_renewed()
    {
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        await test.UntilAsync("it is registered", () => test.Gateway.Registrations.Count == 1);

        test.Gateway.TokenGeneration++;
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", """{"command": "true"}"""));
        await test.EndedAsync(build);

        build.Status.Should().Be("completed");
        test.Gateway.Registrations.Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task An_agent_killed_in_the_middle_hands_the_build_back_when_it_starts_again()
    {
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        using ScratchFolder gate = new();
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", $$"""{"command": "[ -e {{gate.File("open")}} ] || { echo started; sleep 74001; }"}"""));
        await test.UntilAsync("it runs", () => build.Log.Contains("started"));

        await test.Agent.KillAsync();
        AgentUnderTest.Running("sleep 74001").Should().NotBeEmpty("nobody is there to kill it");
        await File.WriteAllTextAsync(gate.File("open"), string.Empty);
        await test.Agent.StartAgainAsync();
        await test.EndedAsync(build);

        (build.Status, build.Ends, build.Grants).Should().Be(("completed", 1, 2));
        AgentUnderTest.Running("sleep 74001").Should().BeEmpty();
        test.Gateway.Registrations.Distinct().Should().ContainSingle("it is the same worker");
    }

    [Fact]
    public async Task SIGTERM_lets_running_builds_end_and_takes_no_more()
    {
        using ScratchFolder gate = new();
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", $$"""{"command": "echo started; until [ -e {{gate.File("open")}} ]; do sleep 0.05; done"}"""));
        FakeBuild later = test.Gateway.Submit("any", ("grainjobs.json", """{"command": "true"}"""));
        await test.UntilAsync("it runs", () => build.Log.Contains("started"));

        test.Agent.Child.Send(Signal.Terminate);
        await test.UntilAsync("it drains", () => test.Agent.Child.Lines.Any(line => line.Contains("Draining")));
        await File.WriteAllTextAsync(gate.File("open"), string.Empty);

        (await test.Agent.Child.ExitAsync()).Should().Be(0);
        (build.Status, later.Grants).Should().Be(("completed", 0));
        test.Gateway.Departures.Should().ContainSingle();
    }

    [Fact]
    public async Task Builds_that_outlast_the_drain_are_killed_and_handed_back()
    {
        await using AgentUnderTest test = await AgentUnderTest.StartAsync("--drain-limit", "1");
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", Stubborn("7500")));
        await test.UntilAsync("all run", () => build.Log.Contains("started") && AgentUnderTest.Running("sleep 7500").Count >= 4);

        (await test.Agent.StopAsync()).Should().Be(0);

        (build.Status, build.Ends, build.Token).Should().Be(("pending", 0, null));
        AgentUnderTest.Running("sleep 7500").Should().BeEmpty();
        Directory.GetDirectories(test.Runs).Should().BeEmpty();
    }

    [Fact]
    public async Task A_second_SIGTERM_ends_it_at_once_with_everything_it_started()
    {
        await using AgentUnderTest test = await AgentUnderTest.StartAsync();
        FakeBuild build = test.Gateway.Submit("any", ("grainjobs.json", Stubborn("7600")));
        await test.UntilAsync("all run", () => build.Log.Contains("started") && AgentUnderTest.Running("sleep 7600").Count >= 4);

        test.Agent.Child.Send(Signal.Terminate);
        await test.UntilAsync("it drains", () => test.Agent.Child.Lines.Any(line => line.Contains("Draining")));
        test.Agent.Child.Send(Signal.Terminate);

        (await test.Agent.Child.ExitAsync(TimeSpan.FromSeconds(5))).Should().Be(1);
        await test.UntilAsync("all are dead", () => AgentUnderTest.Running("sleep 7600").Count == 0, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_refused_key_and_bad_options_end_it_with_2_and_name_the_option()
    {
        await using FakeGateway gateway = await new FakeGateway().StartAsync();
        using ScratchFolder folder = new();
        await using ServerProcess stranger = ServerProcess.Agent("stranger", gateway.Address, "another-key-0123456789-0123456789-0", folder.File("a"));
        await using ServerProcess confused = ServerProcess.Agent("confused", gateway.Address, FakeGateway.Key, folder.File("b"), "--capacity", "0");

        (await stranger.Child.ExitAsync()).Should().Be(2);
        (await confused.Child.ExitAsync()).Should().Be(2);

        stranger.Child.Tail().Should().Contain("--key-file").And.NotContain("another-key");
        confused.Child.Tail().Should().Contain("--capacity");
    }
}
