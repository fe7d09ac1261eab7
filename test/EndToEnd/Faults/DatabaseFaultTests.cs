using System.Diagnostics;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;
using Npgsql;
using Xunit.Abstractions;

namespace GrainJobs.Faults;

/// <summary>PostgreSQL dies, is restarted, stays away, refuses connections, or is as slow as a bad disk.</summary>
[Collection(FaultCollection.Name)]
public sealed class DatabaseFaultTests(FaultSite site, ITestOutputHelper output)
{
    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AwayFor = FaultLength.Seconds(8, inLongRuns: 30);
    private static readonly TimeSpan ExhaustedFor = FaultLength.Seconds(6, inLongRuns: 20);
    private static readonly TimeSpan StalledFor = FaultLength.Seconds(7, inLongRuns: 20);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task A_database_that_was_killed_or_stopped_at_once_costs_nothing_and_is_served_within_5_s_of_its_return()
    {
        await using Trial trial = await Trial.BeginAsync(site, output, "database-killed");
        await site.Postgres.KillAsync();
        await site.Postgres.StartAgainAsync();
        await trial.RecoverAsync("PostgreSQL killed (kill -9 of all its processes), from its return", Stopwatch.GetTimestamp(), BackLimit);

        await site.Postgres.StopImmediatelyAsync();
        await site.Postgres.StartAgainAsync();
        await trial.RecoverAsync("PostgreSQL stopped at once (SIGQUIT), from its return", Stopwatch.GetTimestamp(), BackLimit);
        await trial.JudgeAsync();
    }

    [Fact]
    public async Task While_the_database_is_away_everything_is_refused_early_and_nothing_is_promised()
    {
        await using Trial trial = await Trial.BeginAsync(site, output, "database-away");
        await site.Postgres.StopFastAsync();
        long since = Stopwatch.GetTimestamp();
        await RefusedAsync(trial);
        await Eventually.BeTrue($"{AwayFor.TotalSeconds} s have passed", () => Stopwatch.GetElapsedTime(since) > AwayFor, AwayFor + BackLimit);
        await RefusedAsync(trial);

        await site.Postgres.StartAgainAsync();
        await trial.RecoverAsync($"PostgreSQL away for {AwayFor.TotalSeconds} s, from its return", Stopwatch.GetTimestamp(), BackLimit);
        await trial.JudgeAsync();
        trial.Answers.Unanswered.Should().BeEmpty("every call is answered, if only with a refusal");
        trial.Answers.Answers.Max(answer => answer.Took).Should().BeLessThan(AnswerLimit);
    }

    [Fact]
    public async Task Another_client_that_takes_all_connections_is_survived()
    {
        await using Trial trial = await Trial.BeginAsync(site, output, "connections");
        Exhaustion all = await Exhaustion.BeginAsync(site.Postgres, [.. site.Cluster.Silos, .. site.Cluster.Gateways]);
        long since = Stopwatch.GetTimestamp();
        await RefusedAsync(trial);
        await Eventually.BeTrue($"{ExhaustedFor.TotalSeconds} s have passed", () => Stopwatch.GetElapsedTime(since) > ExhaustedFor, ExhaustedFor + BackLimit);
        (await all.OthersAsync()).Should().Be(0);
        await all.DisposeAsync();

        await trial.RecoverAsync($"every connection taken by another client for {ExhaustedFor.TotalSeconds} s, from their release", Stopwatch.GetTimestamp(), BackLimit);
        await trial.JudgeAsync();
        trial.Answers.Unanswered.Should().BeEmpty("every call is answered, if only with a refusal");
    }

    [Fact]
    public async Task A_disk_that_is_slow_and_then_stalls_only_costs_time()
    {
        await using Trial trial = await Trial.BeginAsync(site, output, "disk");
        await FlushDelayAsync("100000");
        long since = Stopwatch.GetTimestamp();
        await trial.RecoverAsync("each flush of the log 100 ms slower: a round through all queues", since, TimeSpan.FromSeconds(15));
        await FlushDelayAsync("0");

        site.Postgres.Freeze();
        since = Stopwatch.GetTimestamp();
        await Eventually.BeTrue($"{StalledFor.TotalSeconds} s have passed", () => Stopwatch.GetElapsedTime(since) > StalledFor, StalledFor + BackLimit);
        site.Postgres.Thaw();
        await trial.RecoverAsync($"PostgreSQL stalled for {StalledFor.TotalSeconds} s (SIGSTOP of all its processes), from its return", Stopwatch.GetTimestamp(), BackLimit);
        await trial.JudgeAsync();
    }

    [FactWithSlowDisk]
    public async Task Flushes_that_take_a_long_time_cost_time_and_nothing_else()
    {
        await using Trial trial = await Trial.BeginAsync(site, output, "fsync");
        try
        {
            site.Disk!.FlushesTake(TimeSpan.FromMilliseconds(200));
            await trial.RecoverAsync("each fsync 0.2 s slower: a round through all queues", Stopwatch.GetTimestamp(), TimeSpan.FromSeconds(20));

            site.Disk.FlushesTake(TimeSpan.FromSeconds(2.5));
            long since = Stopwatch.GetTimestamp();
            await Eventually.BeTrue($"{StalledFor.TotalSeconds} s have passed", () => Stopwatch.GetElapsedTime(since) > StalledFor, StalledFor + BackLimit);
        }
        finally
        {
            site.Disk!.FlushesTake(TimeSpan.Zero);
        }

        await trial.RecoverAsync($"each fsync 2.5 s slower for {StalledFor.TotalSeconds} s, from the end of it", Stopwatch.GetTimestamp(), BackLimit);
        await trial.JudgeAsync();
    }

    // A creation is refused within its time limit, with a word on when to come back; on both gateways.
    private async Task RefusedAsync(Trial trial)
    {
        foreach (ServerProcess gateway in site.Cluster.Gateways)
        {
            using HttpCaller caller = gateway.Caller();
            long began = Stopwatch.GetTimestamp();
            Answer refused = await caller.PostAsync("/api/jobs", new { queue = trial.Load.Queues[0], jobType = "refused" });
            refused.Expect(503).Headers.RetryAfter.Should().NotBeNull();
            refused.Code.Should().Be("storage_unavailable");
            Stopwatch.GetElapsedTime(began).Should().BeLessThan(AnswerLimit);
            (await caller.GetAsync("/health/ready")).Status.Should().Be(503);
        }
    }

    // PostgreSQL waits so many microseconds before it flushes a commit, as if the disk took that long.
    private async Task FlushDelayAsync(string microseconds)
    {
        await using NpgsqlConnection connection = new(site.Postgres.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync();
        foreach (string statement in (string[])[$"alter system set commit_delay = {microseconds}", "alter system set commit_siblings = 0", "select pg_reload_conf()"])
        {
#pragma warning disable CA2100 // The statements above.
            await using NpgsqlCommand command = new(statement, connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
    }
}
