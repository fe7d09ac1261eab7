using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Builds;

/// <summary>A real agent process and the fake gateway it works for.</summary>
internal sealed class AgentUnderTest : IAsyncDisposable
{
    private readonly ScratchFolder folder = new();

    private AgentUnderTest(FakeGateway gateway) => Gateway = gateway;

    public FakeGateway Gateway { get; }

    public ServerProcess Agent { get; private set; } = null!;

    public string Runs => Path.Combine(folder.Path, "work", "runs");

    public static async Task<AgentUnderTest> StartAsync(params IReadOnlyList<string> arguments)
    {
        AgentUnderTest test = new(await new FakeGateway().StartAsync());
        test.Agent = ServerProcess.Agent("agent", test.Gateway.Address, FakeGateway.Key, test.folder.Path, arguments);
        return test;
    }

    /// <summary>Waits until the build is over; its log and the agent's output are in the failure.</summary>
    public async Task<FakeBuild> EndedAsync(FakeBuild build, TimeSpan? limit = null)
    {
        await UntilAsync($"build {build.Id} is over", () => build.IsOver, limit);
        await UntilAsync($"the folder of {build.Id} is gone", () => !Directory.Exists(Runs) || Directory.GetDirectories(Runs).Length < Gateway.Builds.Values.Count(other => !other.IsOver && other.Token is not null) + 1);
        return build;
    }

    public async Task UntilAsync(string what, Func<bool> condition, TimeSpan? limit = null)
    {
        try
        {
            await Eventually.BeTrue(what, condition, limit);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{string.Join('\n', Gateway.Builds.Values.Select(build => $"{build.Id} {build.Status} {build.Error}\n{build.Log}"))}\n{Agent.Child.Tail()}", late);
        }
    }

    /// <summary>The ids of living processes whose command line holds this text.</summary>
    public static IReadOnlyList<int> Running(string text) => [.. Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out int id) ? id : 0)
        .Where(id => id > 0 && id != Environment.ProcessId && CommandLine(id).Contains(text, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        await Gateway.DisposeAsync();
        folder.Dispose();
    }

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }
}
