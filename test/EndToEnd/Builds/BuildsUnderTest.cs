using System.IO.Compression;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Builds;

/// <summary>A real embedded server, real agents, and the .NET client.</summary>
internal sealed class BuildsUnderTest : IAsyncDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly List<ServerProcess> agents = [];

    public ServerProcess Server { get; private set; } = null!;

    public GrainJobsClient Client { get; private set; } = null!;

    public static async Task<BuildsUnderTest> StartAsync(params IEnumerable<(string Name, string? Value)> settings)
    {
        BuildsUnderTest test = new();
        ServerOptions options = new() { DataFolder = test.folder.File("data"), Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value) };
        Directory.CreateDirectory(options.DataFolder);
        test.Server = ServerProcess.Gateway("server", options);
        await test.Server.ReadyAsync();
        test.Client = new GrainJobsClient(test.Server.Address, new GrainJobsClientOptions { ApiKey = ServerOptions.AdminKey });
        return test;
    }

    public ServerProcess StartAgent(string name, params IReadOnlyList<string> arguments)
    {
        ServerProcess agent = ServerProcess.Agent(name, Server.Address, ServerOptions.AdminKey, folder.File(name), ["--name", name, .. arguments]);
        agents.Add(agent);
        return agent;
    }

    public string Runs(string agent) => Path.Combine(folder.File(agent), "work", "runs");

    public string File(string name) => folder.File(name);

    /// <summary>The most memory a process ever had, in bytes.</summary>
    public static long PeakBytes(ServerProcess process)
        => long.Parse(System.IO.File.ReadLines($"/proc/{process.Child.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;

    public Task<BuildAccepted> SubmitAsync(params (string Name, string Content)[] files)
        => Client.Builds.SubmitAsync(new NewBuild { Platform = "linux", SourceFile = SourceZip.Write(folder.File($"{Guid.NewGuid():n}.zip"), files) });

    public Task<BuildAccepted> SubmitAsync(string plan) => SubmitAsync(("grainjobs.json", plan));

    public async Task<string> LogAsync(string buildId)
    {
        List<string> lines = [];
        for (BuildLogPage page = await Client.Builds.LogsAsync(buildId, 0, 500); page.Logs.Count > 0; page = await Client.Builds.LogsAsync(buildId, page.Next, 500))
        {
            lines.AddRange(page.Logs.Select(line => line.Message));
        }

        return string.Join('\n', lines);
    }

    public Task SaysAsync(string buildId, string text)
        => Eventually.BeTrue($"build {buildId} says '{text}'", async () => (await LogAsync(buildId)).Contains(text, StringComparison.Ordinal));

    /// <summary>The build when it is over; everything that was said is in the failure.</summary>
    public async Task<BuildSnapshot> EndedAsync(string buildId, TimeSpan? limit = null)
    {
        try
        {
            return await Client.Builds.WaitAsync(buildId, limit ?? TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{await LogAsync(buildId)}\n{string.Join('\n', agents.Select(agent => agent.Child.Tail()))}\n{Server.Child.Tail()}", late);
        }
    }

    public async Task<ZipArchive> ResultAsync(string buildId)
    {
        string path = folder.File($"{buildId}.result.zip");
        await Client.Builds.DownloadAsync(buildId, path);
        return await ZipFile.OpenReadAsync(path);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServerProcess agent in agents)
        {
            await agent.DisposeAsync();
        }

        Client.Dispose();
        await Server.DisposeAsync();
        folder.Dispose();
    }
}
