using GrainJobs.Leases;

namespace GrainJobs.Jobs;

/// <summary>Jobs that workers outside run.</summary>
public sealed class LeaseTests(JobSiloFixture fixture) : IClassFixture<JobSiloFixture>
{
    private readonly JobSilo silo = fixture.Silo;

    [Fact]
    public async Task A_leased_job_is_reported_and_the_report_may_be_repeated()
    {
        var job = await Submit("report");
        var grant = await silo.LeaseOne("report");
        grant.Job!.Id.Should().Be(job.Id);

        var done = await silo.Report(grant, ReportKind.Complete, "1");

        (done.Value!.Status, done.Value.Result).Should().Be((JobStatus.Completed, "1"));
        (await silo.Report(grant, ReportKind.Complete, "1")).Value!.Version.Should().Be(done.Value.Version);
        (await silo.Report(grant, ReportKind.Complete, "2")).Refusal!.Code.Should().Be(RefusalCode.LeaseLost);
        (await silo.Report(grant, ReportKind.Fail)).Refusal!.Code.Should().Be(RefusalCode.LeaseLost);
    }

    [Fact]
    public async Task A_silent_worker_loses_its_lease_and_its_late_report_is_refused()
    {
        var job = await Submit("silent");
        var grant = await silo.LeaseOne("silent");
        (await silo.Beat(grant)).Should().Be(LeaseOrder.Continue);
        var from = silo.Time.GetUtcNow();

        var second = await silo.LeaseOne("silent", "w2", 45);

        second.Job!.Attempt.Should().Be(2);
        (silo.Time.GetUtcNow() - from).TotalSeconds.Should().BeInRange(29, 36, "within lease and five seconds, two of them the wait after a loss");
        (await silo.Report(grant, ReportKind.Complete, "late")).Refusal!.Code.Should().Be(RefusalCode.LeaseLost);
        (await silo.Beat(grant)).Should().Be(LeaseOrder.Lost);
        (await silo.Report(second, ReportKind.Complete, "good")).Value!.Result.Should().Be("good");
        (await silo.Find(job.Id.Value)).Should().Match<Job>(each => each.Losses == 1 && each.Failures == 0);
    }

    [Fact]
    public async Task Heartbeats_keep_a_lease_for_as_long_as_it_takes()
    {
        await Submit("beats");
        var grant = await silo.LeaseOne("beats");
        for (var beat = 0; beat < 12; beat++)
        {
            (await silo.Beat(grant, progress: beat)).Should().Be(LeaseOrder.Continue);
            await silo.Pass(10);
        }

        (await silo.Report(grant, ReportKind.Complete)).Value!.Attempt.Should().Be(1);
    }

    [Fact]
    public async Task A_grant_that_never_arrived_comes_back_after_ten_seconds_also_when_others_wait()
    {
        var lost = await Submit("wire");
        var other = await Submit("wire");
        var grant = await silo.LeaseOne("wire");
        grant.Job!.Id.Should().Be(lost.Id);
        await silo.Pass(11);

        var grants = await silo.Lease("wire", "w2", 10);

        grants.Select(each => each.Job!.Id).Should().Equal(lost.Id, other.Id);
        (await silo.Find(lost.Id.Value)).Should().Match<Job>(job => job.Losses == 0 && job.Attempt == 2);
    }

    [Fact]
    public async Task A_grant_that_was_touched_does_not_come_back()
    {
        await Submit("touched");
        var grant = await silo.LeaseOne("touched");
        await silo.Beat(grant);
        await silo.Pass(12);

        (await silo.Lease("touched", "w2", 10)).Should().BeEmpty();
    }

    [Fact]
    public async Task Four_losses_end_a_job()
    {
        var job = await Submit("losses");
        for (var loss = 1; loss <= 4; loss++)
        {
            var grant = await silo.LeaseOne("losses", "w" + loss, 10);
            grant.Job!.Attempt.Should().Be(loss);
            await silo.Report(grant, ReportKind.Fail, error: "machine is gone", failure: FailureClass.Infrastructure);
        }

        (await silo.Ends(job.Id.Value)).Should().Match<Job>(each => each.Status == JobStatus.Error && each.ErrorCode == "lost" && each.Failures == 0);
    }

    [Fact]
    public async Task A_released_job_is_first_in_line_again_and_nothing_is_burned()
    {
        var first = await Submit("release");
        await Submit("release");
        await silo.Report(await silo.LeaseOne("release"), ReportKind.Release);

        var again = await silo.LeaseOne("release", "w2");

        again.Job!.Id.Should().Be(first.Id);
        again.Job.Should().Match<Job>(job => job.Attempt == 2 && job.Failures == 0 && job.Losses == 0);
    }

    [Fact]
    public async Task A_cancelled_lease_has_thirty_seconds_and_is_then_revoked()
    {
        var job = await Submit("cancel");
        var grant = await silo.LeaseOne("cancel");
        await silo.Beat(grant);
        (await silo.Job(job.Id.Value).Cancel()).Value!.Status.Should().Be(JobStatus.Processing);

        await silo.Until("the worker hears of it", async () => await silo.Beat(grant) == LeaseOrder.Cancel, 5);
        var from = silo.Time.GetUtcNow();
        (await silo.Ends(job.Id.Value, 40)).Status.Should().Be(JobStatus.Cancelled);

        (silo.Time.GetUtcNow() - from).TotalSeconds.Should().BeInRange(20, 36);
        (await silo.Report(grant, ReportKind.Complete)).Refusal!.Code.Should().Be(RefusalCode.LeaseLost);
    }

    [Fact]
    public async Task A_result_that_comes_before_the_cancellation_took_hold_wins()
    {
        var job = await Submit("race");
        var grant = await silo.LeaseOne("race");
        await silo.Job(job.Id.Value).Cancel();

        (await silo.Report(grant, ReportKind.Complete)).Value!.Status.Should().Be(JobStatus.Completed);
        (await silo.Job(job.Id.Value).Cancel()).Refusal!.Code.Should().Be(RefusalCode.JobFinished);
    }

    [Fact]
    public async Task A_cancelled_waiting_job_is_never_granted()
    {
        var job = await Submit("withdrawn");

        (await silo.Job(job.Id.Value).Cancel()).Value!.Status.Should().Be(JobStatus.Cancelled);

        await silo.Pass(1);
        (await silo.Lease("withdrawn", max: 10)).Should().BeEmpty();
        (await silo.Job(job.Id.Value).Cancel()).Value!.Status.Should().Be(JobStatus.Cancelled, "cancelling the cancelled is no conflict");
    }

    [Fact]
    public async Task The_time_limit_and_the_deadline_end_a_lease_that_is_renewed()
    {
        var limited = await Submit("limits", draft => draft with { Timeout = 15, MaxAttempts = 1 });
        var dated = await Submit("limits", draft => draft with { Deadline = 20 });
        var grants = await silo.Lease("limits", max: 2);
        grants.Should().HaveCount(2);

        await silo.Until("both have ended", async () =>
        {
            foreach (var grant in grants)
            {
                await silo.Beat(grant);
            }

            return (await silo.Find(limited.Id.Value)).IsFinished && (await silo.Find(dated.Id.Value)).IsFinished;
        }, 30);

        (await silo.Find(limited.Id.Value)).ErrorCode.Should().Be("timeout");
        (await silo.Find(dated.Id.Value)).ErrorCode.Should().Be("deadline_exceeded");
    }

    [Fact]
    public async Task A_waiting_job_past_its_deadline_ends()
    {
        var job = await Submit("deadline", draft => draft with { Deadline = 5, Delay = 60 });

        (await silo.Ends(job.Id.Value, 12)).Should().Match<Job>(each => each.ErrorCode == "deadline_exceeded" && each.Attempt == 0);
    }

    [Fact]
    public async Task A_worker_never_holds_more_than_its_capacity_however_many_ask_for_it()
    {
        for (var number = 0; number < 20; number++)
        {
            await Submit("capacity");
        }

        await silo.Pass(0.5);
        var asked = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => silo.Lease("capacity", "small", 3)));

        asked.Sum(grants => grants.Length).Should().Be(3);
        var grant = asked.First(grants => grants.Length > 0)[0];
        await silo.Report(grant, ReportKind.Complete);
        await silo.Until("a place is free again", async () => (await silo.Lease("capacity", "small", 3)).Length == 1, 5);
    }

    [Fact]
    public async Task Racing_workers_never_get_the_same_job()
    {
        for (var number = 0; number < 200; number++)
        {
            await Submit("races");
        }

        var leased = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => silo.Lease("races", "racer" + number, 10)));

        leased.SelectMany(grants => grants).Select(grant => grant.Job!.Id).Should().OnlyHaveUniqueItems().And.HaveCount(200);
    }

    private Task<Job> Submit(string queue, Func<JobDraft, JobDraft>? with = null)
    {
        var draft = new JobDraft { JobType = "outside", Queue = queue };
        return silo.Submit(with is null ? draft : with(draft));
    }
}
