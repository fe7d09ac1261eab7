using GrainJobs.Execution;

namespace GrainJobs.Jobs;

/// <summary>Jobs that the silo runs itself.</summary>
public sealed class HandlerTests(JobSiloFixture fixture) : IClassFixture<JobSiloFixture>
{
    private readonly JobSilo silo = fixture.Silo;

    [Fact]
    public async Task A_submitted_job_runs_and_completes()
    {
        var job = await Submit(async context =>
        {
            await context.Report(50, "half");
            return JobOutcome.Completed("""{"answer":42}""");
        });

        var done = await silo.Ends(job.Id.Value);

        (done.Status, done.Result, done.Attempt, done.Progress).Should().Be((JobStatus.Completed, """{"answer":42}""", 1, 100));
        (await silo.Events(job.Id.Value)).Should().Equal("created", "fetched", "finished");
    }

    [Fact]
    public async Task A_skip_is_a_completion_with_its_reason()
    {
        var job = await Submit(_ => Task.FromResult(JobOutcome.Skipped("draft is gone")));

        var done = await silo.Ends(job.Id.Value);

        (done.Status, done.Skipped, done.Reason).Should().Be((JobStatus.Completed, true, "draft is gone"));
    }

    [Fact]
    public async Task A_transient_failure_is_tried_again_after_the_backoff_until_the_attempts_are_used_up()
    {
        var began = silo.Time.GetUtcNow();
        var job = await Submit(_ => throw new IOException("database is away"));

        var done = await silo.Ends(job.Id.Value, 60);

        (done.Status, done.Attempt, done.Failures, done.ErrorCode).Should().Be((JobStatus.Error, 3, 3, "transient"));
        done.Error.Should().Contain("database is away");
        (done.FinishedAt!.Value - began).TotalSeconds.Should().BeGreaterThan(0.8 * (2 + 4));
        silo.Scripts.Runs.Where(run => run.JobId == job.Id.Value).Select(run => run.Attempt).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task A_permanent_failure_ends_at_once_naming_the_cause()
    {
        var thrown = await Submit(_ => throw new ArgumentException("no such size"));
        var told = await Submit(_ => Task.FromResult(JobOutcome.Failed("no such colour")));

        (await silo.Ends(thrown.Id.Value)).Should().Match<Job>(job => job.Status == JobStatus.Error && job.Attempt == 1 && job.Error!.Contains("no such size"));
        (await silo.Ends(told.Id.Value)).Should().Match<Job>(job => job.Status == JobStatus.Error && job.Attempt == 1 && job.Error == "no such colour");
    }

    [Fact]
    public async Task A_result_that_is_no_json_is_the_handlers_fault_and_never_stored()
    {
        var job = await Submit(_ => Task.FromResult(JobOutcome.Completed("{oops")));

        (await silo.Ends(job.Id.Value)).Should().Match<Job>(each => each.Status == JobStatus.Error && each.Attempt == 1 && each.Result == null && each.Error!.Contains("no JSON"));
    }

    [Fact]
    public async Task A_handler_that_breaks_while_it_is_cancelled_ends_cancelled_not_failed()
    {
        var started = new TaskCompletionSource();
        var job = await Submit(async context =>
        {
            started.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Stop).ContinueWith(_ => { }, TaskScheduler.Default);
            throw new IOException("the connection was cut");
        });
        await silo.Until("it runs", () => Task.FromResult(started.Task.IsCompleted), 10);

        await silo.Job(job.Id.Value).Cancel();

        (await silo.Ends(job.Id.Value, 10)).Should().Match<Job>(each => each.Status == JobStatus.Cancelled && each.Failures == 0);
    }

    [Fact]
    public async Task A_retry_waits_as_long_as_the_handler_says()
    {
        var job = await Submit(context => Task.FromResult(context.Attempt == 1 ? JobOutcome.Retry("later", TimeSpan.FromSeconds(20)) : JobOutcome.Completed()));

        var waiting = await silo.Becomes(job.Id.Value, each => each.Status == JobStatus.Scheduled);
        (waiting.ReadyAt - waiting.UpdatedAt).Should().Be(TimeSpan.FromSeconds(20));
        await silo.Pass(18);
        (await silo.Find(job.Id.Value)).Attempt.Should().Be(1);
        (await silo.Ends(job.Id.Value, 10)).Attempt.Should().Be(2);
    }

    [Fact]
    public async Task A_running_job_hears_of_its_cancellation()
    {
        var stopped = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var job = await Submit(async context =>
        {
            started.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Stop).ContinueWith(_ => stopped.TrySetResult(), TaskScheduler.Default);
            context.Stop.ThrowIfCancellationRequested();
            return JobOutcome.Completed();
        });
        await silo.Until("it runs", () => Task.FromResult(started.Task.IsCompleted), 10);

        var answer = await silo.Job(job.Id.Value).Cancel();

        (answer.Value!.Status, answer.Value.CancelRequestedAt is not null).Should().Be((JobStatus.Processing, true));
        (await silo.Ends(job.Id.Value, 10)).Status.Should().Be(JobStatus.Cancelled);
        stopped.Task.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task An_attempt_that_runs_too_long_is_stopped_and_counts_as_a_timeout()
    {
        var job = await Submit(
            async context =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, context.Stop);
                return JobOutcome.Completed();
            },
            draft => draft with { Timeout = 1, MaxAttempts = 1 });

        (await silo.Ends(job.Id.Value, 20)).Should().Match<Job>(each => each.Status == JobStatus.Error && each.ErrorCode == "timeout" && each.Attempt == 1);
    }

    [Fact]
    public async Task Stages_run_one_after_the_other_each_on_what_the_one_before_made()
    {
        var first = silo.Scripts.Add(_ => Task.FromResult(JobOutcome.Continue("""{"code":"x"}""")));
        var second = silo.Scripts.Add(async context =>
        {
            using var reader = new StreamReader((await context.OpenInput())!);
            return JobOutcome.Completed($$"""{"built":{{await reader.ReadToEndAsync()}}}""");
        });
        var job = await silo.Submit(new() { JobType = "pipeline", Queue = "stages", Stages = [new("scripted", first), new("scripted", second)] });

        var done = await silo.Ends(job.Id.Value);

        (done.Status, done.Result, done.Attempt).Should().Be((JobStatus.Completed, """{"built":{"code":"x"}}""", 2));
        (await silo.Events(job.Id.Value)).Should().Equal("created", "fetched", "stage_finished", "input_saved", "triggered", "fetched", "finished");
    }

    [Fact]
    public async Task A_job_waits_for_its_parents_and_fails_with_them()
    {
        var parent = await Submit(_ => Task.FromResult(JobOutcome.Completed()), draft => draft with { Delay = 5 });
        var failing = await Submit(_ => Task.FromResult(JobOutcome.Failed("no")), draft => draft with { Delay = 5 });
        var child = await Submit(_ => Task.FromResult(JobOutcome.Completed()), draft => draft with { DependsOn = [parent.Id.Value] });
        var doomed = await Submit(_ => Task.FromResult(JobOutcome.Completed()), draft => draft with { DependsOn = [parent.Id.Value, failing.Id.Value] });

        child.Status.Should().Be(JobStatus.Pending);
        (await silo.Desk.Explain(child.Id))!.Kind.Should().Be("dependency");
        (await silo.Ends(child.Id.Value)).Status.Should().Be(JobStatus.Completed);
        (await silo.Ends(doomed.Id.Value)).Should().Match<Job>(job => job.Status == JobStatus.Error && job.ErrorCode == "dependency_failed" && job.Attempt == 0);
        (await silo.Find(parent.Id.Value)).FinishedAt.Should().BeBefore((await silo.Find(child.Id.Value)).StartedAt!.Value);
    }

    [Fact]
    public async Task A_dependency_on_a_job_that_has_ended_is_settled_at_once()
    {
        var parent = await Submit(_ => Task.FromResult(JobOutcome.Completed()));
        await silo.Ends(parent.Id.Value);

        var child = await Submit(_ => Task.FromResult(JobOutcome.Completed()), draft => draft with { DependsOn = [parent.Id.Value] });

        child.Status.Should().Be(JobStatus.Queued);
        (await silo.Ends(child.Id.Value)).Status.Should().Be(JobStatus.Completed);
        (await silo.Desk.Submit(new() { DependsOn = ["nobody"] })).Refusal!.Fields.Keys.Should().Equal("dependsOn");
    }

    private Task<Job> Submit(Func<IJobContext, Task<JobOutcome>> script, Func<JobDraft, JobDraft>? with = null)
    {
        var draft = new JobDraft { JobType = "scripted", Payload = silo.Scripts.Add(script) };
        return silo.Submit(with is null ? draft : with(draft));
    }
}
