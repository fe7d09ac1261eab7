using GrainJobs.Leases;
using GrainJobs.Processes;
using GrainJobs.Queues;
using GrainJobs.Workers;
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
    public async Task What_a_dead_silo_leased_to_itself_by_the_batch_runs_again_and_its_late_report_is_refused()
    {
        DateTimeOffset now;
        StartedBatch batch;
        await using (var before = await JobSilo.Start(folder.Path, Start))
        {
            var jobs = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => before.Submit(Draft($"held-{number}"))));
            await before.Queue("work").View();
            var work = before.Service<QueuedJobs>();
            var dead = new LeaseRequest { Worker = new(WorkerId.SiloPrefix + "127.0.0.1:1@1"), Max = 20, Quick = true };
            batch = (await work.StartBatch(new("work"), await work.Claim(new("work")), [.. jobs.Select(job => job.ToEntry())], dead))!;
            now = before.Time.GetUtcNow();
        }

        await using var after = await JobSilo.Start(folder.Path, now);

        batch.Outcomes.Should().AllBeOfType<StartOutcome.Started>();
        (await after.Lease("work", "w2", 20)).Select(grant => grant.Job!.ToString()).Should().BeEmpty("they are held until their holder is known to be gone");
        var lost = await after.Becomes("held-0", job => job.Losses == 1);
        (lost.Attempt, lost.Status).Should().Be((1, JobStatus.Scheduled));
        var again = await after.LeaseOne("work", "w2", 20);
        again.Job!.Attempt.Should().Be(2);
        var late = batch.Outcomes.OfType<StartOutcome.Started>().First(outcome => outcome.Grant.Job!.Id == again.Job.Id).Grant;
        (await after.Report(late, ReportKind.Complete)).Refusal!.Code.Should().Be(RefusalCode.LeaseLost);
        (await after.Events("held-0")).Take(3).Should().Equal("created", "fetched", "lease_lost");
        await after.Until("the batch is removed", async () => (await after.Service<IJobStore>().LeaseBatches(new("work"), 10)).Count == 0, 20);
    }

    [Fact]
    public async Task A_queue_that_was_moved_knows_by_its_token_which_request_a_grant_answered()
    {
        DateTimeOffset now;
        var asked = new LeaseRequest { Worker = new("lost-w1"), Max = 1, Ask = AskNumber.New() };
        await using (var before = await JobSilo.Start(folder.Path, Start))
        {
            await before.Submit(Draft("unheard"));
            (await before.Queue("work").Lease(asked)).Should().ContainSingle();
            now = before.Time.GetUtcNow();
        }

        await using var after = await JobSilo.Start(folder.Path, now);

        await after.Queue("work").Disown(asked.Worker, asked.Ask);
        (await after.Queue("work").Lease(asked with { Ask = AskNumber.New() })).Should().ContainSingle().Which.Job!.Losses.Should().Be(0);
    }

    [Fact]
    public async Task A_lease_whose_worker_went_with_the_silo_is_given_again_after_one_grace_of_two_thirds_of_a_lease()
    {
        DateTimeOffset now;
        await using (var before = await JobSilo.Start(folder.Path, Start))
        {
            await before.Submit(Draft("held"));
            await before.Beat(await before.LeaseOne("work"));
            now = before.Time.GetUtcNow();
        }

        await using var after = await JobSilo.Start(folder.Path, now);

        (await after.Lease("work", "w2")).Should().BeEmpty();
        await after.Pass(18);
        (await after.Find("held")).Losses.Should().Be(0);
        (await after.LeaseOne("work", "w2", 6)).Job!.Attempt.Should().Be(2);
    }

    [Fact]
    public async Task A_worker_whose_first_beats_after_a_restart_fail_keeps_its_lease()
    {
        DateTimeOffset now;
        LeaseGrant held;
        await using (var before = await JobSilo.Start(folder.Path, Start))
        {
            await before.Submit(Draft("held"));
            await before.Beat(held = await before.LeaseOne("work"));
            now = before.Time.GetUtcNow();
        }

        await using var after = await JobSilo.Start(folder.Path, now);
        (await after.Lease("work", "w2")).Should().BeEmpty();

        // Beats are due every 5 s; that of now, of 5 s and of 10 s are lost.
        for (var wait = 15; wait <= 60; wait += 25)
        {
            await after.Pass(wait == 15 ? 15 : 25);
            (await after.Beat(held)).Should().Be(LeaseOrder.Continue, "once it was heard of, the whole lease counts again");
        }

        (await after.Report(held, ReportKind.Complete, "1")).Value!.Attempt.Should().Be(1);
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
