using System.Text;
using GrainJobs.Leases;

namespace GrainJobs.Jobs;

public sealed class JobStagesTests
{
    private static readonly DateTimeOffset Now = JobStates.Now;

    private static readonly Job Running = JobStates.Running() with
    {
        Spec = JobStates.Spec with { Type = "pipeline", Payload = "0", Stages = [new("generate", "1"), new("build", null), new("publish", "3")] },
        Failures = 2,
    };

    [Fact]
    public void A_stages_output_and_the_next_ones_start_are_one_write()
    {
        var change = JobLifecycle.Complete(Running, JobCommands.Report(ReportKind.Complete) with { Result = """{"code":"ü"}""" }, Now).Value!;

        var next = change.Next;
        next.Status.Should().Be(JobStatus.Queued);
        (next.Stage, next.Failures, next.Progress, next.Lease).Should().Be((1, 0, 0, null));
        (next.RunningType, next.RunningPayload).Should().Be(("build", "0"), "a stage without a payload runs with the job's");
        change.Input.Should().Equal(Encoding.UTF8.GetBytes("""{"code":"ü"}"""));
        next.Input!.Length.Should().Be(change.Input!.Length);
        next.ReadyAt.Should().Be(Now);
        change.Events.Select(each => each.Type).Should().Equal(JobEventType.StageFinished, JobEventType.InputSaved, JobEventType.Triggered);
    }

    [Fact]
    public void The_last_stage_ends_the_job_with_its_result()
    {
        var done = JobLifecycle.Complete(Running with { Stage = 2 }, JobCommands.Report(ReportKind.Complete) with { Result = "9" }, Now).Value!.Next;

        (done.Status, done.Result, done.Progress).Should().Be((JobStatus.Completed, "9", 100));
    }

    [Fact]
    public void A_skipped_stage_ends_the_pipeline()
    {
        var done = JobLifecycle.Complete(Running, JobCommands.Report(ReportKind.Skip) with { Reason = "gone" }, Now).Value!.Next;

        (done.Status, done.Skipped, done.Reason).Should().Be((JobStatus.Completed, true, "gone"));
    }

    [Fact]
    public void A_repeated_report_of_a_finished_stage_does_not_finish_the_next_one()
    {
        var report = JobCommands.Report(ReportKind.Complete) with { Result = "1" };
        var second = JobLifecycle.Complete(Running, report, Now).Value!.Next;

        JobLifecycle.Complete(second, report, Now).Value!.IsNothing.Should().BeTrue();
        var running = JobLifecycle.Start(second, JobStates.Worker, JobStates.OldToken, Now).Value!.Next;
        var again = JobLifecycle.Complete(running, report, Now);
        (again.IsRefused || again.Value!.IsNothing).Should().BeTrue();
    }

    [Fact]
    public void A_cancelled_pipeline_stops_between_two_stages()
    {
        var done = JobLifecycle.Complete(Running with { CancelRequestedAt = Now }, JobCommands.Report(ReportKind.Complete), Now).Value!.Next;

        done.Status.Should().Be(JobStatus.Cancelled);
    }

    [Fact]
    public void A_failing_stage_ends_the_pipeline_with_the_real_cause()
    {
        var done = JobLifecycle.Fail(Running, JobCommands.Report(ReportKind.Fail) with { Class = FailureClass.Permanent, Error = "no such template" }, Now, 0).Value!.Next;

        (done.Status, done.Error, done.Stage).Should().Be((JobStatus.Error, "no such template", 0));
    }
}
