using GrainJobs.Leases;

namespace GrainJobs.Jobs;

public sealed class JobLifecycleTests
{
    private static readonly DateTimeOffset Now = JobStates.Now;

    [Fact]
    public void A_new_job_is_queued_scheduled_or_pending()
    {
        Create(JobStates.Spec).Status.Should().Be(JobStatus.Queued);
        Create(JobStates.Spec with { RunAt = Now.AddSeconds(1) }).Status.Should().Be(JobStatus.Scheduled);
        Create(JobStates.Spec with { RunAt = Now.AddSeconds(-1) }).Status.Should().Be(JobStatus.Queued);
        Create(JobStates.Spec with { AwaitInput = true }).Status.Should().Be(JobStatus.Pending);
        Create(JobStates.Spec, dependenciesMet: false).Status.Should().Be(JobStatus.Pending);
        Create(JobStates.Spec with { Tracked = true, RunAt = Now.AddSeconds(1) }).Status.Should().Be(JobStatus.Queued);
    }

    [Fact]
    public void Nothing_starts_before_it_is_due()
    {
        var job = Create(JobStates.Spec with { RunAt = Now.AddSeconds(1) });

        JobLifecycle.Promote(job, Now.AddSeconds(0.9)).Refusal!.Code.Should().Be(RefusalCode.JobNotReady);
        Start(job, Now.AddSeconds(2)).Refusal!.Code.Should().Be(RefusalCode.JobNotReady, "only its queue moves it on");
        JobLifecycle.Promote(job, Now.AddSeconds(1)).Value!.Next.Status.Should().Be(JobStatus.Queued);
    }

    [Fact]
    public void A_job_queued_by_a_silo_whose_clock_is_ahead_starts_at_once_and_its_time_never_runs_backwards()
    {
        var queued = JobStates.Queued() with { ReadyAt = Now.AddSeconds(3), UpdatedAt = Now.AddSeconds(3) };

        var started = Start(queued, Now).Value!.Next;

        (started.Status, started.StartedAt, started.UpdatedAt).Should().Be((JobStatus.Processing, Now.AddSeconds(3), Now.AddSeconds(3)));
    }

    [Fact]
    public void Input_that_comes_before_the_due_time_waits_for_it()
    {
        var job = Create(JobStates.Spec with { AwaitInput = true, RunAt = Now.AddSeconds(60) });

        var saved = JobLifecycle.SaveInput(job, new() { ContentType = "text/plain", Length = 1 }, [1], Now.AddSeconds(1)).Value!;

        saved.Next.Status.Should().Be(JobStatus.Scheduled);
        saved.Next.ReadyAt.Should().Be(Now.AddSeconds(60));
        saved.Input.Should().Equal([1], "the input and the status are one write");
    }

    [Fact]
    public void A_job_that_waited_for_input_takes_its_place_when_the_input_came()
    {
        var saved = JobLifecycle.SaveInput(Create(JobStates.Spec with { AwaitInput = true }), new() { ContentType = "text/plain", Length = 1 }, null, Now.AddSeconds(5)).Value!;

        saved.Next.ReadyAt.Should().Be(Now.AddSeconds(5));
    }

    [Fact]
    public void Attempts_count_from_1_without_gap_and_the_last_counted_failure_is_final()
    {
        var job = JobStates.Queued();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            job = Start(job).Value!.Next;
            job.Attempt.Should().Be(attempt);
            job = Fail(job, FailureClass.Transient).Next;
            job.Failures.Should().Be(attempt);
            job.Status.Should().Be(attempt < 3 ? JobStatus.Scheduled : JobStatus.Error);
            job = job.IsFinished ? job : JobLifecycle.Promote(job, job.ReadyAt).Value!.Next with { ReadyAt = Now };
        }

        job.Error.Should().Be("e");
        job.ErrorCode.Should().Be("transient");
    }

    [Fact]
    public void The_wait_before_a_retry_doubles()
    {
        var waits = new List<double>();
        var job = JobStates.Queued() with { Spec = JobStates.Spec with { MaxAttempts = 5 } };
        for (var attempt = 1; attempt < 5; attempt++)
        {
            job = Fail(Start(job).Value!.Next, FailureClass.User).Next;
            waits.Add((job.ReadyAt - Now).TotalSeconds);
            job = job with { Status = JobStatus.Queued, ReadyAt = Now };
        }

        waits.Should().Equal(2, 4, 8, 16);
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(-5, 0)]
    [InlineData(1e9, 86_400)]
    public void The_wait_a_handler_asks_for_is_kept_within_bounds(double asked, double kept)
    {
        var report = JobCommands.Report(ReportKind.Fail) with { Class = FailureClass.Transient, RetryAfter = TimeSpan.FromSeconds(asked) };

        JobLifecycle.Fail(JobStates.Running(), report, Now, 0.5).Value!.Next.ReadyAt.Should().Be(Now.AddSeconds(kept));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Three_losses_are_forgiven_without_burning_an_attempt_and_the_fourth_is_final(bool byReport)
    {
        var job = JobStates.Queued() with { Spec = JobStates.Spec with { MaxAttempts = 1 } };
        for (var loss = 1; loss <= 4; loss++)
        {
            job = Start(job).Value!.Next;
            job = byReport ? Fail(job, FailureClass.Infrastructure).Next : JobLifecycle.Expire(job, JobStates.Token, LeaseEnd.Lost, Now, 0.5).Value!.Next;
            job.Losses.Should().Be(loss);
            job.Failures.Should().Be(0);
            job.Status.Should().Be(loss < 4 ? JobStatus.Scheduled : JobStatus.Error);
            if (loss < 4)
            {
                job.ReadyAt.Should().Be(Now.AddSeconds(2));
                job = job with { Status = JobStatus.Queued, ReadyAt = Now };
            }
        }

        job.ErrorCode.Should().Be("lost");
        job.Attempt.Should().Be(4);
    }

    [Fact]
    public void A_release_burns_nothing_and_keeps_the_place()
    {
        var running = JobStates.Running();

        var released = JobLifecycle.Release(running, JobCommands.Report(ReportKind.Release), Now).Value!.Next;

        released.ReadyAt.Should().Be(running.ReadyAt);
        (released.Failures, released.Losses).Should().Be((0, 0));
    }

    [Fact]
    public void A_repeated_final_report_gets_the_same_answer_and_another_one_is_refused()
    {
        var report = JobCommands.Report(ReportKind.Complete) with { Result = "1" };
        var done = JobLifecycle.Complete(JobStates.Running(), report, Now).Value!.Next;

        JobLifecycle.Complete(done, report, Now).Value!.IsNothing.Should().BeTrue();
        JobLifecycle.Complete(done, report with { Result = "2" }, Now).Refusal!.Code.Should().Be(RefusalCode.LeaseLost);
        JobLifecycle.Complete(done, report with { Token = JobStates.OldToken }, Now).Refusal!.Code.Should().Be(RefusalCode.LeaseLost);
        JobLifecycle.Fail(done, JobCommands.Report(ReportKind.Fail), Now, 0).Refusal!.Code.Should().Be(RefusalCode.LeaseLost);
    }

    [Fact]
    public void A_repeated_failure_is_known_while_the_retry_waits()
    {
        var report = JobCommands.Report(ReportKind.Fail) with { Error = "e" };
        var failed = JobLifecycle.Fail(JobStates.Running(), report, Now, 0.5).Value!.Next;

        JobLifecycle.Fail(failed, report, Now, 0.5).Value!.IsNothing.Should().BeTrue();
        JobLifecycle.Fail(failed, report with { Error = "f" }, Now, 0.5).Refusal!.Code.Should().Be(RefusalCode.LeaseLost);
    }

    [Fact]
    public void A_new_attempt_starts_at_progress_0_under_a_new_token_and_fences_the_old_one()
    {
        var second = JobLifecycle.Start(JobStates.Queued() with { Attempt = 1, Progress = 80 }, JobStates.Worker, JobStates.Token, Now).Value!.Next;

        second.Progress.Should().Be(0);
        foreach (var kind in new[] { ReportKind.Complete, ReportKind.Skip })
        {
            JobLifecycle.Complete(second, new() { Token = JobStates.OldToken, Kind = kind }, Now).Refusal!.Code.Should().Be(RefusalCode.LeaseLost);
        }

        JobLifecycle.Expire(second, JobStates.OldToken, LeaseEnd.Lost, Now, 0).Refusal!.Code.Should().Be(RefusalCode.LeaseLost);
    }

    [Fact]
    public void Progress_of_an_attempt_never_goes_down_and_stays_within_0_and_100()
    {
        int After(int progress) => JobLifecycle.Progress(JobStates.Running(), JobCommands.Report(ReportKind.Progress) with { Progress = progress }, Now).Value!.Next.Progress;

        After(-1).Should().Be(40);
        After(30).Should().Be(40);
        After(41).Should().Be(41);
        After(1_000).Should().Be(100);
    }

    [Fact]
    public void An_announced_end_changes_nothing_that_a_client_sees()
    {
        var ended = JobStates.All["completed"];

        var announced = JobLifecycle.AnnounceEnd(ended, Now).Value!;

        announced.IsNothing.Should().BeFalse();
        announced.Next.Should().Be(ended with { CallbackDue = false });
    }

    [Theory]
    [InlineData("work", true)]
    [InlineData(JobTypes.Http, false)]
    [InlineData(JobTypes.Webhook, false)]
    public void What_is_itself_a_delivery_is_never_announced(string type, bool isAnnounced)
    {
        var job = JobStates.Running() with { Spec = JobStates.Spec with { Type = type, CallbackUrl = "https://example.com/" } };

        JobLifecycle.Complete(job, JobCommands.Report(ReportKind.Complete), Now).Value!.Next.CallbackDue.Should().Be(isAnnounced);
    }

    private static Job Create(JobSpec spec, bool dependenciesMet = true) => JobLifecycle.Create(spec, dependenciesMet, Now).Next;

    private static Result<JobChange> Start(Job job, DateTimeOffset? at = null) => JobLifecycle.Start(job, JobStates.Worker, JobStates.Token, at ?? Now);

    private static JobChange Fail(Job job, FailureClass failure) =>
        JobLifecycle.Fail(job, JobCommands.Report(ReportKind.Fail) with { Class = failure, Error = "e" }, Now, 0.5).Value!;
}
