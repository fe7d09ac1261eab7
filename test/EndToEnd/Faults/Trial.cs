using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using GrainJobs.Histories;
using GrainJobs.Http;
using GrainJobs.Time;
using Xunit.Abstractions;

namespace GrainJobs.Faults;

/// <summary>One fault under load: the load begins, the test does its harm and measures, and in the end what clients saw is judged.</summary>
internal sealed class Trial : IAsyncDisposable
{
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(60);
    private const int ErrorsShown = 20;
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(60);

    private readonly FaultSite site;
    private readonly ITestOutputHelper output;
    private readonly string name;
    private readonly Probes probes;
    private readonly BuildLoad builds;

    private Trial(FaultSite site, ITestOutputHelper output, string name)
    {
        (this.site, this.output, this.name) = (site, output, name);
        Load = new Load(site, History, Answers, name);
        builds = new BuildLoad(site, Answers, name);
        probes = new Probes(site, ProbeAnswers, name);
    }

    internal History History { get; } = new();

    /// <summary>What the clients and workers of the load were answered.</summary>
    internal AnswerLedger Answers { get; } = new();

    /// <summary>What the probes were answered.</summary>
    internal AnswerLedger ProbeAnswers { get; } = new();

    internal Load Load { get; }

    /// <summary>A whole site, a load under way, and every probed queue at work.</summary>
    internal static async Task<Trial> BeginAsync(FaultSite site, ITestOutputHelper output, string name)
    {
        await site.WholeAsync();
        Trial trial = new(site, output, $"{name}-{Guid.NewGuid():n}"[..(name.Length + 5)]);
        trial.Load.Start();
        trial.builds.Start();
        await trial.ServedAsync(Stopwatch.GetTimestamp());
        await Eventually.BeTrue("the load is under way", () => trial.Load.Promised.Count > 20);
        trial.ProbeAnswers.Clear();
        return trial;
    }

    /// <summary>Waits until every probed queue has carried a job again, reports how long after <paramref name="since"/> that was, and judges it.</summary>
    internal async Task RecoverAsync(string what, long since, TimeSpan within)
    {
        (TimeSpan recovered, string last) = await ServedAsync(since);
        Report($"{what}: all served again after {recovered.TotalSeconds:0.0} s (limit {within.TotalSeconds:0} s)");
        recovered.Should().BeLessThan(within, $"of {what}, the last was {last} (seed {Chance.Seed})");
    }

    internal void Report(string line) => FaultReport.Write(output, $"{line} [seed {Chance.Seed}]");

    /// <summary>Ends the load, waits until all that was promised has ended, and checks every law on what clients saw.</summary>
    internal async Task JudgeAsync()
    {
        await Load.StopSubmittingAsync();
        await builds.StopSubmittingAsync();
        IReadOnlyList<HttpCaller> callers = site.Callers(new AnswerLedger());
        await AllEndedAsync(callers[0]);
        await Load.StopAsync(SettleLimit);
        await Eventually.Get("every promised build has ended", builds.OpenAsync, open => open.Count == 0, SettleLimit);
        await builds.StopAsync();
        await ReadAllAsync(callers);

        Array.ForEach([.. site.Errors().TakeLast(ErrorsShown)], output.WriteLine);
        History.Violations().Should().BeEmpty($"the laws hold (seed {Chance.Seed})");
        History.CountViolations(await CountsAsync(callers[1])).Should().BeEmpty($"nothing is lost or doubled (seed {Chance.Seed})");
        (await builds.ContradictionsAsync()).Should().BeEmpty($"builds keep their promises (seed {Chance.Seed})");
        Answers.Answers.Where(answer => answer.Status is 404 or 500).Should().BeEmpty($"no promised thing is missing and nothing is a bug (seed {Chance.Seed})");
        Answers.Answers.Where(answer => answer is { Status: 429 or 503, HasRetryAfter: false }).Should().BeEmpty("a refusal says when to come back");
        Report($"  {Load.Promised.Count} jobs and {builds.Promised} builds promised, all ended; answers {Answers.Summary()}");
    }

    /// <summary>A test that failed leaves no load behind for the next.</summary>
    public async ValueTask DisposeAsync()
    {
        site.KeepLogs(name);
        await Load.AbandonAsync();
        await builds.AbandonAsync();
    }

    /// <summary>All that clients saw of one job, for the message of a failed test.</summary>
    internal string StoryOf(string jobId) => string.Join('\n', History.Observations.Where(seen => seen.JobId == jobId).Select(seen =>
        $"{seen.EndedAt:HH:mm:ss.fff} {seen.Client} {seen.Kind} {seen.Content}: {seen.Answered} {seen.Status} v{seen.Version} attempt {seen.Attempt} {seen.LeaseToken}"));

    private async Task<(TimeSpan Took, string Last)> ServedAsync(long since)
    {
        using CancellationTokenSource limit = new(ProbeLimit);
        return await probes.AllServedAsync(since, limit.Token);
    }

    private async Task AllEndedAsync(HttpCaller caller)
    {
        ConcurrentDictionary<string, string> open = new(Load.Promised.Select(id => KeyValuePair.Create(id, "not asked")));
        Witness judge = new(History, $"{name}-judge", caller);
        await Eventually.Get(
            "every promised job has ended",
            async () =>
            {
                Load.ThrowIfBroken();
                builds.ThrowIfBroken();
                await Parallel.ForEachAsync(open.Keys, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (id, _) =>
                {
                    string status = (await judge.ReadAsync(id))?.Value("status") ?? "no answer";
                    open[id] = status;
                    if (status is "completed" or "error" or "cancelled")
                    {
                        open.TryRemove(id, out string? _);
                    }
                });
                return string.Join(", ", open.Take(10).Select(each => $"{each.Key} {each.Value}"));
            },
            left => left.Length == 0,
            SettleLimit);
    }

    private Task ReadAllAsync(IReadOnlyList<HttpCaller> callers)
    {
        Witness[] judges = [.. callers.Select(caller => new Witness(History, $"{name}-judge", caller))];
        return Parallel.ForEachAsync(Load.Promised, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (id, _) =>
        {
            foreach (Witness judge in judges)
            {
                (await judge.ReadAsync(id))!.Expect(200);
            }

            (await judges[0].EventsAsync(id))!.Expect(200);
        });
    }

    private async Task<IReadOnlyDictionary<string, long>> CountsAsync(HttpCaller caller)
    {
        Dictionary<string, long> sums = [];
        foreach (string queue in Load.Queues)
        {
            JsonObject counts = (JsonObject)(await caller.GetAsync($"/api/queues/{queue}")).Expect(200)["counts"]!;
            foreach ((string status, JsonNode? count) in counts)
            {
                sums[status] = sums.GetValueOrDefault(status) + count!.GetValue<long>();
            }
        }

        return sums;
    }
}
