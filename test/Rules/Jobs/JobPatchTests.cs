namespace GrainJobs.Jobs;

public sealed class JobPatchTests
{
    private static readonly DateTimeOffset Now = JobStates.Now;
    private static readonly Job Running = JobStates.All["tracked runs"];

    [Fact]
    public void Only_what_is_named_changes()
    {
        var next = Patch(Running with { Message = "m", Result = "1" }, new() { Progress = 50 });

        (next.Progress, next.Message, next.Result, next.Status).Should().Be((50, "m", "1", JobStatus.Processing));
        next = Patch(next, new() { Message = "n", DocumentId = "d", Result = "2", Error = "e" });
        (next.Progress, next.Message, next.DocumentId, next.Result, next.Error).Should().Be((50, "n", "d", "2", "e"));
    }

    [Theory]
    [InlineData(39, 40)]
    [InlineData(-3, 40)]
    [InlineData(41, 41)]
    [InlineData(500, 100)]
    public void Progress_never_goes_down_and_stays_within_its_bounds(int reported, int shown) =>
        Patch(Running, new() { Progress = reported, Message = "m" }).Progress.Should().Be(shown);

    [Fact]
    public void The_first_progress_starts_it()
    {
        var started = Patch(JobStates.All["tracked"], new() { Progress = 1 });

        (started.Status, started.StartedAt).Should().Be((JobStatus.Processing, Now));
        Patch(JobStates.All["tracked"], new() { Message = "m" }).Status.Should().Be(JobStatus.Queued);
    }

    [Fact]
    public void A_completion_is_at_100()
    {
        var done = Patch(Running, new() { Status = JobStatus.Completed, Result = "{}" });

        (done.Status, done.Progress, done.FinishedAt).Should().Be((JobStatus.Completed, 100, Now));
    }

    [Fact]
    public void An_error_keeps_the_progress_reached_and_says_why()
    {
        var done = Patch(Running, new() { Status = JobStatus.Error, Error = "why" });

        (done.Status, done.Progress, done.Error).Should().Be((JobStatus.Error, 40, "why"));
    }

    [Fact]
    public void Nothing_new_is_no_new_version() =>
        JobLifecycle.Patch(Running, new() { Progress = 40, Status = JobStatus.Processing }, Now).Value!.IsNothing.Should().BeTrue();

    [Fact]
    public void A_job_taken_over_is_no_longer_patched()
    {
        var taken = JobLifecycle.TakeOver(Running, new() { ContentType = "text/plain", Length = 1, FileId = "f" }, Now).Value!.Next;

        (taken.Status, taken.IsTracked).Should().Be((JobStatus.Queued, false));
        JobLifecycle.Patch(taken, new() { Progress = 50 }, Now).Refusal!.Code.Should().Be(RefusalCode.JobNotTracked);
        JobLifecycle.Start(taken, JobStates.Worker, JobStates.Token, Now).IsRefused.Should().BeFalse();
    }

    private static Job Patch(Job job, JobPatch patch) => JobLifecycle.Patch(job, patch, Now).Value!.Next;
}
