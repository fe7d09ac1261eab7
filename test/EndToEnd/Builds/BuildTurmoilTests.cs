using System.Collections.Concurrent;
using System.Globalization;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Builds;

/// <summary>Random polls, results, failures, cancellations, builds handed back, while silos are killed and started again.</summary>
public sealed class BuildTurmoilTests : IAsyncLifetime
{
    private const int WorkerCount = 12;

    private static readonly int BuildCount = int.Parse(Environment.GetEnvironmentVariable("GRAINJOBS_TURMOIL_BUILDS") ?? "150", CultureInfo.InvariantCulture);

    private readonly ConcurrentDictionary<string, string> promised = new();
    private ClusterOfProcesses cluster = null!;
    private BuildYard yard = null!;

    [Fact]
    public async Task Every_build_ends_in_exactly_one_final_state()
    {
        var builds = await Task.WhenAll(Enumerable.Range(0, BuildCount).Select(_ => Insist(() => yard.Submit("linux"))));
        var workers = await Task.WhenAll(Enumerable.Range(0, WorkerCount).Select(_ => Insist(() => yard.Register("linux"))));
        using CancellationTokenSource done = new();

        var working = workers.Select((worker, seed) => Work(worker, new Random(seed), done.Token)).ToArray();
        var cancelling = Cancel(builds, new Random(99), done.Token);
        await KillSilos(2);
        var finals = await Task.WhenAll(builds.Select(Ended));
        await done.CancelAsync();
        await Task.WhenAll([.. working, cancelling]);

        finals.Should().HaveCount(BuildCount);
        foreach (var (build, promise) in promised)
        {
            (await Insist(() => yard.Status(build))).Should().Be(promise, "what was acknowledged is never undone ({0})", build);
        }

        var counts = await Insist(() => yard.Caller.GetAsync("/api/builds/statistics"));
        counts["total"]!.GetValue<int>().Should().Be(BuildCount);
        var ended = new[] { "completed", "failed", "cancelled" }.Sum(name => counts[name]!.GetValue<int>());
        ended.Should().Be(BuildCount);
    }

    public async Task InitializeAsync()
    {
        cluster = await ClusterOfProcesses.StartAsync(2, 2, settings: new Dictionary<string, string?>
        {
            ["Workers__HeartbeatLimit"] = "00:00:05",
            ["Builds__LostPolicy"] = "requeue",
        });
        yard = new(cluster.Callers());
    }

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    /// <summary>One worker: takes a build, then ends it in a random way, or forgets it.</summary>
    private async Task Work(string worker, Random dice, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            if (await Try(() => yard.PollWhole(worker, wait: 1)) is not { } polled || polled.Value("job.id") is not { } build)
            {
                continue;
            }

            var token = polled.Value("job.lease_token");
            _ = dice.Next(10) switch
            {
                < 5 => await Promise(build, "completed", () => yard.Result(worker, build, token)),
                < 8 => await Promise(build, "failed", () => yard.Fail(worker, build, token)),
                < 9 => await Try(() => yard.Abandon(worker, build, token)),
                _ => null,
            };
        }
    }

    private async Task Cancel(string[] builds, Random dice, CancellationToken done)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100));
        for (var number = 0; number < builds.Length / 5 && !done.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None); number++)
        {
            var build = builds[dice.Next(builds.Length)];
            await Promise(build, "cancelled", () => yard.Cancel(build));
        }
    }

    private async Task KillSilos(int times)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(4));
        for (var number = 0; number < times && await timer.WaitForNextTickAsync(); number++)
        {
            var silo = cluster.Silos[number % cluster.Silos.Count];
            await silo.KillAsync();
            await (await silo.StartAgainAsync()).ReadyAsync();
        }
    }

    private async Task<Answer?> Promise(string build, string status, Func<Task<Answer>> call)
    {
        var answer = await Try(call);
        if (answer is { IsSuccess: true })
        {
            promised.AddOrUpdate(build, status, (_, before) => before == status ? status : $"{before} and {status}");
        }

        return answer;
    }

    private Task<string> Ended(string build) => Eventually.Get(
        $"build {build} has ended", () => Insist(() => yard.Status(build)), status => status is "completed" or "failed" or "cancelled", TimeSpan.FromMinutes(3));

    /// <summary>Again while the service has no answer: silos are being killed.</summary>
    private static Task<T> Insist<T>(Func<Task<T>> call) => Eventually.Get(
        "an answer", async () => (await Attempt(call)).Answer, answer => answer is not null, TimeSpan.FromMinutes(1))!;

    private static async Task<Answer?> Try(Func<Task<Answer>> call) => (await Attempt(call)).Answer;

    private static async Task<(T? Answer, bool IsAway)> Attempt<T>(Func<Task<T>> call)
    {
        try
        {
            return (await call(), false);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or InvalidOperationException)
        {
            return (default, true);
        }
    }
}
