using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Hosting;

/// <summary>run.sh as a user starts it.</summary>
public sealed class RunScriptTests : IDisposable
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(4);
    private readonly ScratchFolder folder = new();
    private readonly Port port = Port.Reserve();

    public void Dispose()
    {
        port.Dispose();
        folder.Dispose();
    }

    [FactInRelease]
    public async Task The_server_alone_gets_a_key_only_its_owner_can_read_and_stops_cleanly()
    {
        await using ChildProcess script = Run(["server"]);
        await script.LineAsync("Now listening", BuildLimit);
        string key = await File.ReadAllTextAsync(folder.File("api-key"));
        using HttpCaller caller = new(new Uri($"http://127.0.0.1:{port.Number}"), key);

        File.GetUnixFileMode(folder.File("api-key")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await Eventually.BeTrue("the server is ready", async () => (await caller.GetAsync("/health/ready")).Status == 200);
        (await caller.GetAsync("/api/queues")).Status.Should().Be(200);
        (await script.TerminateAsync()).Should().Be(0);
    }

    [FactInRelease]
    public async Task The_exit_code_of_a_refused_configuration_comes_through()
    {
        await using ChildProcess script = Run(["server"], ("CONTROLLER_API_KEY", "short"));

        (await script.ExitAsync(BuildLimit)).Should().Be(2);
        script.Lines.Should().Contain("CONTROLLER_API_KEY must be set and at least 32 characters");
    }

    [FactInRelease]
    public async Task A_taken_port_is_said_before_anything_starts()
    {
        await using ServerProcess other = ServerProcess.Gateway("other", new ServerOptions { DataFolder = Directory.CreateDirectory(folder.File("other")).FullName });
        await other.ReadyAsync();
        await using ChildProcess script = Run([], ("ASPNETCORE_URLS", other.Address.ToString()));

        (await script.ExitAsync(BuildLimit)).Should().Be(2);
        script.Lines.Should().Contain(line => line.Contains($"Port {other.Address.Port} is in use"));
    }

    [FactInRelease]
    public async Task A_cluster_starts_answers_and_leaves_nothing_running()
    {
        await using ChildProcess script = Run(["cluster", "2", "1"]);
        await script.LineAsync("staying up", BuildLimit);
        using HttpCaller caller = new(new Uri($"http://127.0.0.1:{port.Number}"), await File.ReadAllTextAsync(folder.File("api-key")));
        IReadOnlyList<int> started = ProcessTable.ChildrenOf(script.Id);

        (await caller.PostAsync("/api/jobs", new { jobId = "from-a-cluster", jobType = "t", queue = "q" })).Status.Should().Be(201);
        started.Should().HaveCountGreaterThanOrEqualTo(5, "PostgreSQL, two silos, a gateway and an agent");
        (await script.TerminateAsync(TimeSpan.FromSeconds(90))).Should().Be(0);
        started.Where(id => Directory.Exists($"/proc/{id}")).Should().BeEmpty();
    }

    [FactInRelease]
    public async Task A_silo_that_dies_is_started_again()
    {
        await using ChildProcess script = Run(["cluster", "1", "1"]);
        await script.LineAsync("staying up", BuildLimit);
        int silo = ProcessTable.ChildrenOf(script.Id).Single(id => File.ReadAllText($"/proc/{id}/cmdline").Contains("GrainJobs.Silo.dll"));
        using HttpCaller caller = new(new Uri($"http://127.0.0.1:{port.Number}"), await File.ReadAllTextAsync(folder.File("api-key")));

        Signals.Send(silo, Signal.Kill);

        await script.LineAsync("starting it again");
        await Eventually.BeTrue(
            "jobs are taken again",
            async () => (await caller.PostAsync("/api/jobs", new { jobId = "after-a-death", jobType = "t", queue = "q" })).IsSuccess,
            TimeSpan.FromSeconds(40));
        (await script.TerminateAsync(TimeSpan.FromSeconds(90))).Should().Be(0);
    }

    private ChildProcess Run(IReadOnlyList<string> arguments, params IEnumerable<(string Name, string Value)> settings)
    {
        Dictionary<string, string?> environment = new()
        {
            ["Data__Path"] = folder.Path,
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port.Number}",
            ["CONTROLLER_API_KEY"] = null,
            ["ConnectionStrings__GrainJobs"] = null,
        };
        foreach ((string name, string value) in settings)
        {
            environment[name] = value;
        }

        return ChildProcess.Start("run.sh", Path.Combine(SourceTree.Root, "run.sh"), arguments, environment, SourceTree.Root, hasFamily: true);
    }
}
