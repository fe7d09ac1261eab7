using GrainJobs.Leases;
using GrainJobs.Processes;
using JobOutcome = GrainJobs.Execution.JobOutcome;

namespace GrainJobs.Jobs;

/// <summary>A silo stops and another goes on with its data.</summary>
public sealed class RecoveryTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Everything_is_where_it_was_and_in_its_order()
    {
        DateTimeOffset now;
        string[] order;
        LeaseGrant held;
        await using (var before = await JobSilo.Start(folder.Path, Start))
        {
            await before.Submit(Draft("held"));
            await before.Pass(0.5);
            held = await before.LeaseOne("work");
            await before.Beat(held);
            for (var number = 0; number < 30; number++)
            {
                await before.Submit(Draft($"waiting-{number}") with { Priority = number % 3 });
            }

            await before.Submit(Draft("delayed") with { Delay = 30, Priority = 9 });
            await before.Submit(Draft("pending") with { AwaitInput = true });
            await before.Queue("work").Limit(new() { MaxInFlight = 40 });
            order = [.. (await before.Desk.List(new() { Queue = "work", Status = JobStatus.Queued, Limit = 100 })).Reverse().OrderByDescending(job => job.Spec.Priority).Select(job => job.Id.Value)];
            now = before.Time.GetUtcNow();
        }

        await using var after = await JobSilo.Start(folder.Path, now);

        (await after.Beat(held)).Should().Be(LeaseOrder.Continue, "a lease outlives the silo");
        var grants = await after.Lease("work", "w2", 100);
        grants.Select(grant => grant.Job!.Id.Value).Should().Equal(order);
        await Task.WhenAll(grants.Select(grant => after.Report(grant, ReportKind.Complete)));
        (await after.Report(held, ReportKind.Complete, "1")).Value!.Attempt.Should().Be(1);
        (await after.LeaseOne("work", "w3", 35)).Job!.Id.Value.Should().Be("delayed");
        (await after.Find("pending")).Status.Should().Be(JobStatus.Pending);
        (await after.Queue("work").View()).Limits.MaxInFlight.Should().Be(40);
    }

    [Fact]
    public async Task A_lease_whose_worker_went_with_the_silo_is_given_again_after_one_full_grace()
    {
        DateTimeOffset now;
        await using (var before = await JobSilo.Start(folder.Path, Start))
        {
            await before.Submit(Draft("held"));
            await before.Beat(await before.LeaseOne("work"));
            now = before.Time.GetUtcNow();
        }

        await using var after = await JobSilo.Start(folder.Path, now);

        (await after.LeaseOne("work", "w2", 40)).Job!.Attempt.Should().Be(2);
    }

    [Fact]
    public async Task A_lease_held_for_longer_than_the_time_to_take_it_up_outlives_a_restart_although_others_ask_for_work()
    {
        DateTimeOffset now;
        LeaseGrant held;
        await using (var before = await JobSilo.Start(folder.Path, Start))
        {
            await before.Submit(Draft("held"));
            held = await before.LeaseOne("work");
            for (var beat = 0; beat < 4; beat++)
            {
                (await before.Beat(held)).Should().Be(LeaseOrder.Continue);
                await before.Pass(5);
            }

            now = before.Time.GetUtcNow();
        }

        await using var after = await JobSilo.Start(folder.Path, now);

        (await after.Lease("work", "w2")).Should().BeEmpty();
        await after.Pass(2);
        (await after.Lease("work", "w2")).Should().BeEmpty();
        (await after.Report(held, ReportKind.Complete, "1")).Value!.Attempt.Should().Be(1);
    }

    [Fact]
    public async Task A_job_that_the_stopping_silo_ran_is_handed_back_unharmed_and_runs_in_the_next_one_without_being_asked()
    {
        DateTimeOffset now;
        var started = new TaskCompletionSource();
        await using (var before = await JobSilo.Start(folder.Path, Start, ("Execution:StopWithin", "00:00:01")))
        {
            var payload = before.Scripts.Add(async context =>
            {
                started.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, context.Stop).ContinueWith(_ => { }, TaskScheduler.Default);
                throw new IOException("the connection was cut");
            });
            await before.Submit(new() { JobId = "ran", JobType = "scripted", Payload = payload });
            await before.Until("it runs", () => Task.FromResult(started.Task.IsCompleted), 10);
            now = before.Time.GetUtcNow();
        }

        await using var after = await JobSilo.Start(folder.Path, now);
        after.Scripts.Add(_ => Task.FromResult(JobOutcome.Completed("2")));

        var done = await after.Ends("ran");

        (done.Result, done.Attempt, done.Failures, done.Losses).Should().Be(("2", 2, 0, 0));
    }

    private static JobDraft Draft(string id) => new() { JobId = id, JobType = "outside", Queue = "work" };
}
