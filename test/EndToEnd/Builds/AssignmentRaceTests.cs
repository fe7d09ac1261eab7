using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using GrainJobs.Faults;
using Xunit.Abstractions;

namespace GrainJobs.Builds;

/// <summary>Many workers, many builds, real parallel connections: every build is handed out exactly once, none is lost.</summary>
public sealed class AssignmentRaceTests(BuildCluster cluster, ITestOutputHelper output) : IClassFixture<BuildCluster>
{
    private readonly BuildYard yard = cluster.Yard;

    /// <summary>How often each race is run: 100 for the full proof.</summary>
    private static int Repeats { get; } = Number("GRAINJOBS_RACE_REPEATS", 2);

    /// <summary>As <see cref="Repeats"/>, for the race of five hundred workers.</summary>
    private static int LargeRepeats { get; } = Number("GRAINJOBS_LARGE_RACE_REPEATS", 1);

    [Theory]
    [InlineData(20, 10)]
    [InlineData(10, 1)]
    public async Task Workers_that_ask_at_once_get_each_build_once(int workerCount, int buildCount)
    {
        List<TimeSpan> times = [];
        for (var run = 0; run < Repeats; run++)
        {
            times.Add(await RaceOnce(cluster.NewPlatform(), workerCount, buildCount));
        }

        Report($"{workerCount} workers x {buildCount} builds, all polls at once", times);
    }

    [Fact]
    public async Task Five_hundred_workers_take_five_thousand_builds()
    {
        List<TimeSpan> submissions = [];
        List<TimeSpan> drains = [];
        for (var run = 0; run < LargeRepeats; run++)
        {
            var (submission, drain) = await DrainOnce(cluster.NewPlatform(), 500, 5_000);
            submissions.Add(submission);
            drains.Add(drain);
        }

        Report("5000 builds submitted", submissions);
        Report("500 workers x 5000 builds, polled and completed", drains);
    }

    [Fact]
    public async Task Fifty_polls_at_once_by_one_worker_get_no_more_than_its_capacity()
    {
        List<TimeSpan> times = [];
        for (var run = 0; run < Repeats; run++)
        {
            var platform = cluster.NewPlatform();
            await SubmitMany(platform, 20);
            var worker = await yard.Register(platform, capacity: 3);

            var clock = Stopwatch.StartNew();
            var polled = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => yard.Poll(worker)));
            times.Add(clock.Elapsed);

            polled.OfType<string>().Distinct().Should().HaveCount(3);
            polled.Should().HaveCount(50).And.Subject.OfType<string>().Should().HaveCount(3);
        }

        Report("50 polls at once by a worker of capacity 3", times);
    }

    [Fact]
    public async Task Two_hundred_cancellations_race_with_polls_and_agree_every_time()
    {
        var platform = cluster.NewPlatform();
        var workers = await yard.Register(20, platform);
        foreach (var round in Enumerable.Range(0, 10))
        {
            var builds = await SubmitMany(platform, 20);
            var polls = workers.Select(worker => yard.Poll(worker)).ToArray();
            var cancels = builds.Select(build => yard.Cancel(build)).ToArray();
            var polled = (await Task.WhenAll(polls)).OfType<string>().ToArray();
            var cancelled = await Task.WhenAll(cancels);

            polled.Should().OnlyHaveUniqueItems();
            cancelled.Select(answer => answer.Status).Should().AllBeEquivalentTo(200, "round {0}: nothing had ended", round);
            (await Task.WhenAll(builds.Select(yard.Status))).Should().AllBe("cancelled");
            foreach (var (worker, build) in workers.Zip(await Task.WhenAll(polls)).Where(pair => pair.Second is not null))
            {
                (await yard.Result(worker, build!)).Status.Should().Be(409, "its build was cancelled");
            }
        }
    }

    [Fact]
    public async Task Builds_come_first_in_first_out_within_a_priority()
    {
        var platform = cluster.NewPlatform();
        var first = await yard.Submit(platform);
        var second = await yard.Submit(platform);
        var urgent = await yard.Submit(platform, priority: 5);
        var worker = await yard.Register(platform, capacity: 3);

        var order = new[] { await yard.Poll(worker), await yard.Poll(worker), await yard.Poll(worker) };

        order.Should().Equal(urgent, first, second);
    }

    private async Task<TimeSpan> RaceOnce(string platform, int workerCount, int buildCount)
    {
        var builds = await SubmitMany(platform, buildCount);
        var workers = await yard.Register(workerCount, platform);

        var clock = Stopwatch.StartNew();
        var polled = await Task.WhenAll(workers.Select(worker => yard.Poll(worker)));
        clock.Stop();

        polled.OfType<string>().Should().BeEquivalentTo(builds, "one round of polls takes every build once");
        return clock.Elapsed;
    }

    private async Task<(TimeSpan Submission, TimeSpan Drain)> DrainOnce(string platform, int workerCount, int buildCount)
    {
        var clock = Stopwatch.StartNew();
        var builds = await SubmitMany(platform, buildCount);
        var submission = clock.Elapsed;
        var workers = await yard.Register(workerCount, platform);
        ConcurrentBag<string> taken = [];

        clock.Restart();
        await Task.WhenAll(workers.Select(worker => Drain(worker, taken)));
        clock.Stop();

        // Sorted and compared in one pass: an equivalence of so many takes longer than the race.
        taken.Should().HaveCount(buildCount).And.OnlyHaveUniqueItems();
        taken.Order(StringComparer.Ordinal).Should().Equal(builds.Order(StringComparer.Ordinal));
        return (submission, clock.Elapsed);
    }

    private async Task Drain(string worker, ConcurrentBag<string> taken)
    {
        while (await yard.Poll(worker) is { } build)
        {
            taken.Add(build);
            (await yard.Result(worker, build, content: null)).Expect(200);
        }
    }

    private async Task<string[]> SubmitMany(string platform, int count)
    {
        var builds = new string[count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (place, _) => builds[place] = await yard.Submit(platform));
        return builds;
    }

    private void Report(string what, List<TimeSpan> times)
    {
        double[] seconds = [.. times.Select(time => time.TotalSeconds).Order()];
        FaultReport.Write(
            output,
            string.Create(CultureInfo.InvariantCulture, $"{what}: {seconds.Length} runs, {seconds[0]:F3} / {seconds[seconds.Length / 2]:F3} / {seconds[^1]:F3} s (min / median / max)"));
    }

    private static int Number(string variable, int fallback) => int.Parse(
        Environment.GetEnvironmentVariable(variable) ?? fallback.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
