namespace GrainJobs.Builds;

public sealed class BuildPlanReaderTests
{
    [Fact]
    public void A_full_plan_is_read()
    {
        BuildPlan plan = BuildPlanReader.Read("""
            {
              // how it is built
              "command": ["dotnet", "build"],
              "artifacts": ["out/**", "*.log"],
              "timeoutSeconds": 60,
              "env": { "MODE": "fast" },
              "secrets": ["FEED_TOKEN"],
            }
            """);

        plan.Command.Should().Equal("dotnet", "build");
        plan.Artifacts.Should().Equal("out/**", "*.log");
        plan.TimeLimit.Should().Be(TimeSpan.FromMinutes(1));
        plan.Env.Should().Equal(new Dictionary<string, string> { ["MODE"] = "fast" });
        plan.Secrets.Should().Equal("FEED_TOKEN");
    }

    [Fact]
    public void A_command_in_one_text_goes_to_the_shell()
        => BuildPlanReader.Read("""{"command": "make && make test"}""").Command.Should().Equal("/bin/sh", "-c", "make && make test");

    [Fact]
    public void The_agents_own_command_replaces_the_plans()
        => BuildPlanReader.Read("""{"command": "make", "artifacts": ["a"]}""", "mine").Command.Should().Equal("/bin/sh", "-c", "mine");

    [Theory]
    [InlineData("[]", "must be an object")]
    [InlineData("{", "is not JSON")]
    [InlineData("""{"command":"a","command":"b"}""", "is not JSON")]
    [InlineData("{}", "command: missing")]
    [InlineData("""{"command": ""}""", "command: must be")]
    [InlineData("""{"command": []}""", "command: must be")]
    [InlineData("""{"command": 7}""", "command: must be")]
    [InlineData("""{"command": ["a", 7]}""", "command[1]: must be a text")]
    [InlineData("""{"command": "a\u0000b"}""", "command: must be")]
    [InlineData("""{"command": "a", "artifacts": "out"}""", "artifacts: must be a list")]
    [InlineData("""{"command": "a", "artifacts": ["ok", "../out"]}""", "artifacts[1]: must not lead out")]
    [InlineData("""{"command": "a", "artifacts": ["/etc/*"]}""", "artifacts[0]: must be relative")]
    [InlineData("""{"command": "a", "timeoutSeconds": 0}""", "timeoutSeconds: must be a whole number")]
    [InlineData("""{"command": "a", "timeoutSeconds": 1.5}""", "timeoutSeconds: must be a whole number")]
    [InlineData("""{"command": "a", "timeoutSeconds": "60"}""", "timeoutSeconds: must be a whole number")]
    [InlineData("""{"command": "a", "env": {"A B": "x"}}""", "env.A B: must match")]
    [InlineData("""{"command": "a", "env": {"A": 1}}""", "env.A: must be a text")]
    [InlineData("""{"command": "a", "env": {"GRAINJOBS_RUN": "x"}}""", "env.GRAINJOBS_RUN: names that begin with")]
    [InlineData("""{"command": "a", "secrets": ["../key"]}""", "secrets[0]: must match")]
    [InlineData("""{"command": "a", "comand": "b"}""", "comand: unknown")]
    public void A_fault_is_told_by_the_name_of_its_field(string text, string fault)
        => FluentActions.Invoking(() => BuildPlanReader.Read(text)).Should().Throw<PlanRefusedException>().Which.Message.Should().Contain(fault);

    [Fact]
    public void All_faults_are_told_at_once()
        => FluentActions.Invoking(() => BuildPlanReader.Read("""{"timeoutSeconds": -1, "artifacts": 1, "x": 1}"""))
            .Should().Throw<PlanRefusedException>().Which.Message.Should().ContainAll("command:", "timeoutSeconds:", "artifacts:", "x: unknown");
}
