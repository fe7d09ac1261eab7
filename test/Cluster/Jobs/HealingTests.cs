using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Storage;

namespace GrainJobs.Jobs;

/// <summary>News is one-way and may be lost: what is written to the rows behind the queue's back is found in them.</summary>
public sealed class HealingTests(JobSiloFixture fixture) : IClassFixture<JobSiloFixture>
{
    private readonly JobSilo silo = fixture.Silo;

    [Fact]
    public async Task A_queued_row_that_nobody_told_of_is_leased_within_seconds()
    {
        await WakeQueue("untold");
        await Write(JobLifecycle.Create(Spec("untold-job", "untold"), true, silo.Time.GetUtcNow()));

        (await silo.LeaseOne("untold", withinSeconds: 9)).Job!.Id.Value.Should().Be("untold-job");
    }

    [Fact]
    public async Task A_row_of_a_queue_that_does_not_run_is_leased_within_seconds()
    {
        await Write(JobLifecycle.Create(Spec("asleep-job", "asleep"), true, silo.Time.GetUtcNow()));

        (await silo.LeaseOne("asleep", withinSeconds: 5)).Job!.Id.Value.Should().Be("asleep-job");
    }

    [Fact]
    public async Task A_retry_that_nobody_told_of_comes_within_seconds_of_its_time()
    {
        await WakeQueue("retry");
        var now = silo.Time.GetUtcNow();
        await Write(JobLifecycle.Create(Spec("retry-job", "retry") with { RunAt = now.AddSeconds(10) }, true, now));

        await silo.LeaseOne("retry", withinSeconds: 20);
    }

    [Fact]
    public async Task A_grant_given_up_as_unconfirmed_that_was_committed_after_all_is_taken_back_within_seconds()
    {
        await WakeQueue("orphaned");
        await silo.Pass(8);
        var now = silo.Time.GetUtcNow();
        var created = JobLifecycle.Create(Spec("orphaned-job", "orphaned"), true, now);
        await Write(created);
        await Write(JobLifecycle.Start(created.Next, new("w9"), LeaseToken.New(QueueName.Default, "orphaned-job"), now).Value!);

        (await silo.LeaseOne("orphaned", withinSeconds: 20)).Job!.Attempt.Should().Be(2);
    }

    [Fact]
    public async Task An_end_that_nobody_told_of_frees_its_place()
    {
        await silo.Queue("freed").Limit(new() { MaxInFlight = 1 });
        await Submit("freed");
        await Submit("freed");
        var grant = await silo.LeaseOne("freed");
        await silo.Beat(grant);
        await Write(JobLifecycle.Complete(await silo.Find(grant.Job!.Id.Value), new() { Token = grant.Token, Kind = ReportKind.Complete }, silo.Time.GetUtcNow()).Value!);

        await silo.LeaseOne("freed", "w2", 10);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_told_of_still_reaches_the_worker()
    {
        await Submit("untold-cancel");
        var grant = await silo.LeaseOne("untold-cancel");
        await silo.Beat(grant);
        await silo.Pass(3);
        await Write(JobLifecycle.Cancel(await silo.Find(grant.Job!.Id.Value), silo.Time.GetUtcNow()).Value!);

        await silo.Until("the worker hears of it", async () => await silo.Beat(grant) == LeaseOrder.Cancel, 10);
    }

    [Fact]
    public async Task An_end_whose_dependents_and_callback_were_not_told_is_followed_up()
    {
        var parent = await Submit("follow");
        var child = await silo.Submit(new() { JobType = "outside", Queue = "follow", DependsOn = [parent.Id.Value] });
        await Write(JobLifecycle.Complete(
            (await silo.LeaseOne("follow")).Job!,
            new() { Token = (await silo.Find(parent.Id.Value)).Lease!.Token, Kind = ReportKind.Complete },
            silo.Time.GetUtcNow()).Value!);

        await silo.Becomes(child.Id.Value, job => job.Status == JobStatus.Queued, 10);
    }

    [Fact]
    public async Task While_storage_is_away_nothing_is_lost_and_work_goes_on_when_it_is_back()
    {
        (await silo.Lease("outage")).Should().BeEmpty();
        var waiting = await Submit("outage");
        await silo.Pass(0.5);
        silo.Service<FailPoints>().Arm(_ => true);
        try
        {
            (await silo.Lease("outage")).Should().BeEmpty();
            var submitting = () => silo.Answer(silo.Desk.Submit(new() { JobId = "not-acknowledged", JobType = "outside", Queue = "outage" }));
            await submitting.Should().ThrowAsync<StorageUnavailableException>();
        }
        finally
        {
            silo.Service<FailPoints>().Arm(null);
        }

        (await silo.LeaseOne("outage", withinSeconds: 5)).Job.Should().Match<Job>(job => job.Id == waiting.Id && job.Losses == 0);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_done_once()
    {
        await Submit("ambiguous");
        var grant = await silo.LeaseOne("ambiguous");
        var left = 1;
        silo.Service<FailPoints>().Arm(point => point == FailPoint.AfterCommitBeforeAcknowledge && Interlocked.Decrement(ref left) == 0);

        var done = await silo.Report(grant, ReportKind.Complete, "1");

        silo.Service<FailPoints>().Arm(null);
        done.Value!.Status.Should().Be(JobStatus.Completed);
        (await silo.Events(grant.Job!.Id.Value)).Should().Equal("created", "fetched", "finished");
    }

    /// <summary>Into the rows past everybody who would be told.</summary>
    private async Task Write(JobChange change) =>
        (await silo.Answer(silo.Service<ICommitEngine>().Commit(change.ToWrite()))).Should().Be(WriteOutcome.Committed);

    private Task<QueueView> WakeQueue(string queue) => silo.Queue(queue).View();

    private static JobSpec Spec(string id, string queue) => new() { Id = new(id), Type = "outside", Queue = new(queue) };

    private Task<Job> Submit(string queue) => silo.Submit(new() { JobType = "outside", Queue = queue });
}
