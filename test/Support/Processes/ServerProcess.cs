using GrainJobs.Http;
using GrainJobs.Time;

namespace GrainJobs.Processes;

/// <summary>
/// A gateway, silo or agent as a real process from the built output, on its own loopback ports. It can be ended in any way and started
/// again on the same ports and data.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly Func<ChildProcess> launch;
    private readonly IReadOnlyList<Port> ports;
    private readonly TimeSpan startLimit;
    private IReadOnlyDictionary<string, string?> extra = new Dictionary<string, string?>();

    private ServerProcess(string name, IReadOnlyList<Port> ports, TimeSpan startLimit, Func<ServerProcess, ChildProcess> launch)
    {
        Name = name;
        this.ports = ports;
        this.startLimit = startLimit;
        this.launch = () => launch(this);
        Child = this.launch();
    }

    public string Name { get; }

    /// <summary>The process of the latest start: its id, output and exit code.</summary>
    public ChildProcess Child { get; private set; }

    /// <summary>Where it listens for HTTP; an agent listens nowhere and names the gateway it works for.</summary>
    public Uri Address => new($"http://127.0.0.1:{ports[0].Number}");

    /// <summary>The Orleans port of a silo.</summary>
    public int SiloPort => ports[1].Number;

    /// <summary>Where it takes calls of gateways.</summary>
    public int SiloGatewayPort => ports[2].Number;

    /// <summary>The gateway, with its silo in the same process when there is no connection string. Not yet ready.</summary>
    public static ServerProcess Gateway(string name, ServerOptions options, string project = "ApiGateway") => Start(name, project, options, portCount: 3);

    /// <summary>A silo of the cluster. Not yet ready.</summary>
    public static ServerProcess Silo(string name, ServerOptions options) => Start(name, "Silo", options, portCount: 3);

    /// <summary>A build agent that works for a gateway.</summary>
    public static ServerProcess Agent(string name, Uri server, string key, string workFolder, params IReadOnlyList<string> arguments)
    {
        Directory.CreateDirectory(workFolder);
        string keyFile = Path.Combine(workFolder, "key");
        File.WriteAllText(keyFile, key);
        string[] full = ["exec", SourceTree.Program("Worker"), "--server", server.ToString().TrimEnd('/'), "--key-file", keyFile, "--work-dir", Path.Combine(workFolder, "work"), .. arguments];
        return new ServerProcess(name, [], TimeSpan.FromSeconds(30), self => ChildProcess.Start(self.Name, "dotnet", full, Quiet, workFolder));
    }

    /// <summary>A caller with the admin key, or another, or none.</summary>
    public HttpCaller Caller(string? key = ServerOptions.AdminKey) => new(Address, key);

    /// <summary>Waits until <c>/health/ready</c> answers 200; throws at once, with its output, when the process ends instead.</summary>
    public async Task<ServerProcess> ReadyAsync(TimeSpan? limit = null)
    {
        using HttpCaller caller = new(Address, limit: TimeSpan.FromSeconds(5));
        try
        {
            await Eventually.BeTrue($"{Name} is ready", () => IsReadyOrEndedAsync(caller), limit ?? startLimit);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{Child.Tail()}", late);
        }

        return Child.HasExited ? throw new InvalidOperationException($"{Name} ended with {Child.ExitCode} instead of starting.\n{Child.Tail()}") : this;
    }

    /// <summary>SIGTERM; the exit code.</summary>
    public Task<int> StopAsync(TimeSpan? limit = null) => Child.TerminateAsync(limit);

    /// <summary>kill -9.</summary>
    public Task KillAsync() => Child.KillAsync();

    /// <summary>SIGSTOP: alive but silent, as a process in a long pause or on a frozen machine.</summary>
    public void Freeze() => Child.Send(Signal.Stop);

    public void Thaw() => Child.Send(Signal.Continue);

    /// <summary>Starts it anew after it has ended, on the same ports and data, with these settings on top this time. Not yet ready.</summary>
    public async Task<ServerProcess> StartAgainAsync(IReadOnlyDictionary<string, string?>? extra = null)
    {
        await Child.DisposeAsync();
        this.extra = extra ?? new Dictionary<string, string?>();
        Child = launch();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await Child.DisposeAsync();
        foreach (Port port in ports)
        {
            port.Dispose();
        }
    }

    private static ServerProcess Start(string name, string project, ServerOptions options, int portCount)
    {
        Port[] ports = [.. Enumerable.Range(0, portCount).Select(_ => Port.Reserve())];
        string program = SourceTree.Program(project);
        return new ServerProcess(name, ports, options.StartLimit, self => ChildProcess.Start(name, "dotnet", ["exec", program], Environment(options, ports, self.extra), options.DataFolder));
    }

    private static Dictionary<string, string?> Quiet { get; } = new() { ["DOTNET_gcServer"] = "0", ["DOTNET_NOLOGO"] = "1" };

    private static Dictionary<string, string?> Environment(ServerOptions options, Port[] ports, IReadOnlyDictionary<string, string?> extra)
    {
        Dictionary<string, string?> environment = new(Quiet)
        {
            ["CONTROLLER_API_KEY"] = ServerOptions.AdminKey,
            ["ConnectionStrings__GrainJobs"] = options.ConnectionString,
            ["Data__Path"] = options.DataFolder,
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{ports[0].Number}",
            ["Silo__Port"] = $"{ports[1].Number}",
            ["Silo__GatewayPort"] = $"{ports[2].Number}",
            ["Silo__Address"] = "127.0.0.1",
        };
        foreach ((string setting, string? value) in options.Settings.Concat(extra))
        {
            environment[setting] = value;
        }

        return environment;
    }

    private async Task<bool> IsReadyOrEndedAsync(HttpCaller caller) => Child.HasExited || (await caller.GetAsync("/health/ready")).Status == 200;
}
