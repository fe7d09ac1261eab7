using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Builds;

/// <summary>Workers that fall silent, with short limits on an embedded server.</summary>
public sealed class BuildLossTests : IAsyncLifetime
{
    private readonly ScratchFolder folder = new();
    private ServerProcess server = null!;
    private HttpCaller caller = null!;
    private BuildYard yard = null!;

    [Fact]
    public async Task A_silent_classic_worker_fails_its_build_and_is_offline_until_it_polls()
    {
        await Start("fail");
        var (worker, build, _) = await Assigned();

        (await Ended(build)).Should().Be("failed");

        (await yard.Get(build)).Value("error_message").Should().Contain("heartbeat");
        await Eventually.BeTrue("the worker is offline", async () => await WorkerStatus(worker) == "offline");
        (await yard.Result(worker, build)).Status.Should().Be(409);
        (await yard.Poll(worker)).Should().BeNull();
        await Eventually.BeTrue("the poll revived it", async () => await WorkerStatus(worker) == "idle");
    }

    [Fact]
    public async Task By_the_other_policy_its_build_is_in_line_again()
    {
        await Start("requeue");
        var (_, build, _) = await Assigned();
        var next = await yard.Register("ios");

        var taken = await yard.Poll(next, wait: 20);

        taken.Should().Be(build);
        (await yard.Get(build)).Value("attempt").Should().Be("2");
    }

    [Fact]
    public async Task Any_call_about_a_build_keeps_a_classic_worker_alive()
    {
        await Start("fail");
        var (worker, build, _) = await Assigned();
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
        for (var calls = 0; calls < 6 && await timer.WaitForNextTickAsync(); calls++)
        {
            (await yard.Log(worker, build, "still here")).Expect(200);
        }

        (await yard.Status(build)).Should().Be("building");
        (await yard.Result(worker, build)).Expect(200);
    }

    [Fact]
    public async Task A_worker_that_sent_its_token_is_under_the_lease_rules_whatever_the_policy()
    {
        await Start("fail", ("Leases__Duration", "00:00:02"), ("Workers__HeartbeatLimit", "00:05:00"));
        var (worker, build, token) = await Assigned();
        (await yard.Beat(worker, build, token)).Expect(200);
        var next = await yard.Register("ios");

        var taken = await yard.Poll(next, wait: 20);

        taken.Should().Be(build, "a lost lease is requeued within the loss budget");
        (await yard.Beat(worker, build, token)).Status.Should().Be(403);
    }

    [Fact]
    public async Task The_fourth_loss_is_final()
    {
        await Start("requeue");
        var build = await yard.Submit("ios");
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            (await yard.Poll(await yard.Register("ios"), wait: 20)).Should().Be(build);
        }

        (await Ended(build)).Should().Be("failed");
        (await yard.Get(build)).Value("attempt").Should().Be("4");
    }

    [Fact]
    public async Task Order_and_assignments_survive_a_restart()
    {
        await Start("fail", ("Workers__HeartbeatLimit", "00:05:00"));
        var held = await Assigned();
        var first = await yard.Submit("ios");
        var second = await yard.Submit("ios");
        var urgent = await yard.Submit("ios", priority: 1);

        await server.KillAsync();
        await (await server.StartAgainAsync()).ReadyAsync();

        (await yard.Poll(held.Worker)).Should().BeNull("it still holds its build");
        var next = await yard.Register("ios", capacity: 3);
        new[] { await yard.Poll(next), await yard.Poll(next), await yard.Poll(next) }.Should().Equal(urgent, first, second);
        (await yard.Result(held.Worker, held.Build, held.Token)).Expect(200);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        caller.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    private async Task Start(string policy, params (string Name, string Value)[] settings)
    {
        Dictionary<string, string?> all = new() { ["Builds__LostPolicy"] = policy, ["Workers__HeartbeatLimit"] = "00:00:03" };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        server = ServerProcess.Gateway("embedded", new() { DataFolder = folder.Path, Settings = all });
        await server.ReadyAsync();
        caller = server.Caller();
        yard = new(caller);
    }

    private async Task<(string Worker, string Build, string Token)> Assigned()
    {
        var build = await yard.Submit("ios");
        var worker = await yard.Register("ios");
        var polled = await yard.PollWhole(worker);
        polled.Value("job.id").Should().Be(build);
        return (worker, build, polled.Value("job.lease_token")!);
    }

    private Task<string> Ended(string build) =>
        Eventually.Get("the build has ended", () => yard.Status(build), status => status is "completed" or "failed" or "cancelled");

    private async Task<string?> WorkerStatus(string worker) => (await caller.GetAsync($"/api/workers/{worker}/stats")).Expect(200).Value("status");
}
