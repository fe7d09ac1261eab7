using System.Diagnostics;
using System.Globalization;
using GrainJobs.Time;
using Npgsql;

namespace GrainJobs.Builds;

/// <summary>What must not hold up or lose a build: locks of strangers, busy workers, vanished rows, overtaken states.</summary>
public sealed class BuildFaultTests(BuildCluster cluster) : IClassFixture<BuildCluster>
{
    private readonly BuildYard yard = cluster.Yard;

    /// <summary>How long the stranger holds its locks: 60 for the full proof.</summary>
    private static TimeSpan LockTime { get; } = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("GRAINJOBS_LOCK_SECONDS") ?? "8", CultureInfo.InvariantCulture));

    private static TimeSpan PollLimit => TimeSpan.FromSeconds(6);

    [Fact]
    public async Task A_strangers_lock_on_a_build_holds_up_neither_polls_nor_other_builds()
    {
        var platform = cluster.NewPlatform();
        var locked = await yard.Submit(platform);
        var free = await yard.Submit(platform);
        var (worker, other) = (await yard.Register(platform), await yard.Register(platform));
        await using (await Hold($"select 1 from builds where id = '{locked}' for update"))
        {
            (await Timed(() => yard.Poll(worker))).Should().Be(free, "the one behind it is served");
            var began = Stopwatch.StartNew();
            while (began.Elapsed < LockTime)
            {
                (await Timed(() => yard.Poll(other))).Should().BeNull();
                (await yard.Status(locked)).Should().Be("pending", "nothing is half written");
            }
        }

        (await Eventually.Get("the freed build is handed out", () => yard.Poll(other), build => build is not null)).Should().Be(locked);
        (await yard.Result(other, locked)).Expect(200);
        cluster.SiloLines.Should().Contain(line => line.Contains("ransient", StringComparison.Ordinal) && line.Contains(locked, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_strangers_lock_on_a_worker_holds_up_no_poll()
    {
        var platform = cluster.NewPlatform();
        var worker = await yard.Register(platform);
        var (first, second) = (await yard.Submit(platform), await yard.Submit(platform));
        await using (await Hold($"select 1 from workers where id = '{worker}' for update"))
        {
            (await Timed(() => yard.Poll(worker))).Should().Be(first);
            (await Timed(() => yard.Result(worker, first))).Expect(200);
            (await Timed(() => yard.Poll(worker))).Should().Be(second, "its place is free again");
            var began = Stopwatch.StartNew();
            while (began.Elapsed < LockTime)
            {
                (await Timed(() => yard.Poll(worker))).Should().BeNull("it holds as many builds as its capacity");
                (await yard.Status(second)).Should().Be("assigned");
            }
        }

        (await yard.Result(worker, second)).Expect(200);
        (await yard.Status(second)).Should().Be("completed");
    }

    [Fact]
    public async Task A_strangers_lock_on_the_whole_table_leaves_polls_an_answer_in_time()
    {
        var platform = cluster.NewPlatform();
        var worker = await yard.Register(platform);
        var build = await yard.Submit(platform);
        await using (await Hold("lock table builds in access exclusive mode"))
        {
            var began = Stopwatch.StartNew();
            var answer = await yard.Caller.GetAsync($"/api/workers/poll?worker_id={worker}");
            began.Elapsed.Should().BeLessThan(PollLimit);
            answer.Status.Should().BeOneOf(200, 503, 504);
        }

        (await Eventually.Get("all is well after the release", () => yard.Poll(worker), taken => taken is not null)).Should().Be(build);
    }

    [Fact]
    public async Task A_busy_worker_is_a_transient_error_that_leaves_the_build_in_its_place()
    {
        var platform = cluster.NewPlatform();
        var worker = await yard.Register(platform);
        var builds = new[] { await yard.Submit(platform), await yard.Submit(platform) };
        (await yard.Poll(worker)).Should().Be(builds[0]);

        (await yard.Poll(worker)).Should().BeNull();

        await Eventually.BeTrue("it is logged with the word transient", () => cluster.SiloLines.Any(line =>
            line.Contains("ransient assignment error worker_busy", StringComparison.Ordinal) && line.Contains(builds[1], StringComparison.Ordinal)));
        (await yard.Status(builds[1])).Should().Be("pending");
        (await yard.Result(worker, builds[0])).Expect(200);
        (await yard.Poll(worker)).Should().Be(builds[1]);
    }

    [Fact]
    public async Task A_build_that_vanished_is_a_permanent_error_and_does_not_block_the_next()
    {
        var platform = cluster.NewPlatform();
        var worker = await yard.Register(platform);
        var vanished = await yard.Submit(platform);
        var next = await yard.Submit(platform);
        await Execute($"delete from builds where id = '{vanished}'");

        (await yard.Poll(worker)).Should().Be(next);

        await Eventually.BeTrue("it is logged with the word permanent", () => cluster.SiloLines.Any(line =>
            line.Contains("ermanent assignment error", StringComparison.Ordinal) && line.Contains(vanished, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_assignment_the_database_refuses_fails_the_build_with_the_reason_and_serves_the_next()
    {
        var platform = cluster.NewPlatform();
        var worker = await yard.Register(platform);
        var poisoned = await yard.Submit(platform);
        var next = await yard.Submit(platform);
        await Execute($"alter table builds add constraint poisoned check (id <> '{poisoned}' or status <> 'assigned')");

        (await yard.Poll(worker)).Should().Be(next);

        await Execute("alter table builds drop constraint poisoned");
        var failed = await yard.Get(poisoned);
        failed.Value("status").Should().Be("failed");
        failed.Value("error_message").Should().StartWith("Assignment failed: ");
        await Eventually.BeTrue("it is logged with the word permanent", () => cluster.SiloLines.Any(line =>
            line.Contains("ermanent assignment error", StringComparison.Ordinal) && line.Contains(poisoned, StringComparison.Ordinal)));
    }

    private static async Task<T> Timed<T>(Func<Task<T>> call)
    {
        var began = Stopwatch.StartNew();
        var answer = await call();
        began.Elapsed.Should().BeLessThan(PollLimit);
        return answer;
    }

    private async Task<NpgsqlConnection> Hold(string statement)
    {
        var connection = new NpgsqlConnection(cluster.Cluster.ConnectionString);
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand("begin; " + statement, connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task Execute(string statement)
    {
        await using var connection = new NpgsqlConnection(cluster.Cluster.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
