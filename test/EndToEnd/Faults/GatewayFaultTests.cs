using System.Diagnostics;
using GrainJobs.Histories;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;
using Xunit.Abstractions;

namespace GrainJobs.Faults;

/// <summary>A gateway dies under load; whoever followed a job there goes on at the other.</summary>
[Collection(FaultCollection.Name)]
public sealed class GatewayFaultTests(FaultSite site, ITestOutputHelper output)
{
    private const int Jobs = 20;
    private const int Steps = 40;
    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task A_killed_gateways_streams_continue_at_the_other_and_the_rest_is_served_on()
    {
        await using Trial trial = await Trial.BeginAsync(site, output, "gateway-killed");
        ServerProcess dying = site.Cluster.Gateways[0];
        IReadOnlyList<HttpCaller> callers = site.Callers(new AnswerLedger());
        string[] ids = [.. Enumerable.Range(0, Jobs).Select(number => $"watched-{Guid.NewGuid():n}-{number}")];
        await Task.WhenAll(ids.Select(async id => (await callers[1].PostAsync("/api/jobs", new { jobId = id, tracked = true })).Expect(201)));
        History history = new();
        StreamFollower[] moving = [.. ids.Select(id => new StreamFollower(id, history, callers, first: 0))];
        StreamFollower[] steady = [.. ids.Select(id => new StreamFollower(id, history, [callers[1]]))];
        Task[] following = [.. moving.Concat(steady).Select(follower => follower.FollowAsync(CancellationToken.None))];
        await Eventually.BeTrue("every stream is open", () => history.Observations.Count >= following.Length);

        Task stepping = Task.WhenAll(ids.Select(id => StepAsync(id, callers[1])));
        await Eventually.BeTrue("the jobs move", () => history.Observations.Count > following.Length * Steps / 4);
        long since = Stopwatch.GetTimestamp();
        await dying.KillAsync();
        await stepping;
        await Task.WhenAll(following).WaitAsync(TimeSpan.FromSeconds(20));

        history.Violations().Should().BeEmpty();
        history.Observations.GroupBy(seen => seen.Client).Should().OnlyContain(stream => stream.Max(seen => seen.Version) == Steps + 1);
        moving.Should().OnlyContain(follower => follower.Resumed > 0);
        trial.Report($"gateway killed (kill -9): {Jobs} streams resumed at the other and told every version: {moving.Sum(follower => follower.Late)} of {Jobs * (Steps + 1)} had passed while they were away");

        await (await dying.StartAgainAsync()).ReadyAsync();
        await trial.RecoverAsync("gateway killed and started again", since, BackLimit + TimeSpan.FromSeconds(15));
        await trial.JudgeAsync();
    }

    private static async Task StepAsync(string id, HttpCaller caller)
    {
        using PeriodicTimer pace = new(BetweenSteps);
        for (int step = 1; step < Steps; step++)
        {
            (await caller.PatchAsync($"/api/jobs/{id}", new { progress = step })).Expect(200);
            await pace.WaitForNextTickAsync();
        }

        (await caller.PatchAsync($"/api/jobs/{id}", new { status = "completed", progress = 100 })).Expect(200);
    }
}
