using GrainJobs.Leases;
using static GrainJobs.Builds.BuildSamples;

namespace GrainJobs.Builds;

public sealed class BuildLifecycleTests
{
    [Fact]
    public void The_first_log_entry_says_that_it_was_submitted() =>
        BuildLifecycle.Create(Spec, Source, Now).Lines[0].Message.Should().Be("Build submitted");

    [Fact]
    public void A_build_without_its_source_is_not_in_line() => In("awaiting").IsInLine.Should().BeFalse();

    [Fact]
    public void Saving_the_source_and_being_in_line_are_one_change()
    {
        var change = BuildLifecycle.SaveSource(In("awaiting"), Source, Now).Value!;

        change.Next.IsInLine.Should().BeTrue();
        change.Next.ReadyAt.Should().Be(Now);
        change.Lines.Should().ContainSingle().Which.Message.Should().Contain("42 bytes");
    }

    [Fact]
    public void An_assignment_repeated_with_its_token_changes_nothing() =>
        BuildLifecycle.Assign(In("assigned"), Mac, "Mac mini", Token, classic: true, Now).Value!.IsNothing.Should().BeTrue();

    [Fact]
    public void A_first_heartbeat_with_progress_is_one_change()
    {
        var heartbeat = new BuildCall { Build = In("assigned").Id, Worker = Mac, Token = Token, IsHeartbeat = true, Progress = 40 };

        var building = BuildLifecycle.Touch(In("assigned"), heartbeat, Now).Value!.Next;

        (building.Version, building.Status, building.Progress).Should().Be((In("assigned").Version + 1, BuildStatus.Building, 40));
        BuildLifecycle.Touch(building, heartbeat with { Progress = 30 }, Now).Value!.IsNothing.Should().BeTrue("progress never goes down");
    }

    [Fact]
    public void The_same_result_under_the_same_token_gets_the_same_answer() =>
        BuildLifecycle.Complete(In("completed"), Done, Now).Value!.IsNothing.Should().BeTrue();

    [Fact]
    public void The_same_result_without_a_token_is_refused() =>
        BuildLifecycle.Complete(In("completed"), Done with { Token = null }, Now).Refusal!.Code.Should().Be(RefusalCode.BuildFinished);

    [Fact]
    public void The_same_failure_under_the_same_token_gets_the_same_answer() =>
        BuildLifecycle.Fail(In("failed"), Broken, Now).Value!.IsNothing.Should().BeTrue();

    [Fact]
    public void A_build_handed_back_keeps_its_place_and_burns_nothing()
    {
        var released = BuildLifecycle.Release(In("building"), Back, Now).Value!.Next;

        released.ReadyAt.Should().Be(In("pending").ReadyAt);
        released.Losses.Should().Be(0);
        released.IsInLine.Should().BeTrue();
        released.Worker.Should().BeNull();
    }

    [Fact]
    public void Handing_back_twice_gets_the_same_answer()
    {
        var released = BuildLifecycle.Release(In("building"), Back, Now).Value!.Next;

        BuildLifecycle.Release(released, Back, Now).Value!.IsNothing.Should().BeTrue();
    }

    [Fact]
    public void Three_losses_are_forgiven_and_the_fourth_is_final()
    {
        var build = In("pending");
        for (var loss = 1; loss <= BuildLifecycle.ForgivenLosses; loss++)
        {
            build = LoseOnce(build);
            (build.Status, build.Losses).Should().Be((BuildStatus.Pending, loss));
        }

        LoseOnce(build).Status.Should().Be(BuildStatus.Failed);
    }

    [Fact]
    public void A_classic_worker_that_sent_the_token_is_under_the_lease_rules()
    {
        var touched = BuildLifecycle.Touch(In("assigned"), Call with { Token = Token }, Now).Value!.Next;

        touched.IsClassic.Should().BeFalse();
        BuildLifecycle.Lose(touched, Token, silent: true, LostPolicy.Fail, Now).Value!.Next.Status.Should().Be(BuildStatus.Pending);
    }

    [Fact]
    public void A_classic_worker_that_sent_a_heartbeat_is_under_the_lease_rules() =>
        BuildLifecycle.Touch(In("building"), Call with { IsHeartbeat = true }, Now).Value!.Next.IsClassic.Should().BeFalse();

    [Fact]
    public void Another_call_leaves_a_classic_worker_classic() =>
        BuildLifecycle.Touch(In("assigned"), Call, Now).Value!.Next.IsClassic.Should().BeTrue();

    [Fact]
    public void A_loss_tells_that_the_worker_was_silent() =>
        BuildLifecycle.Lose(In("building"), Token, silent: true, LostPolicy.Fail, Now).Value!.WentSilent.Should().BeTrue();

    [Fact]
    public void A_cancelled_build_remembers_whom_to_tell() => In("cancelled").Cancelled.Should().Be(Token);

    [Fact]
    public void A_worker_that_was_told_confirms_that_it_stopped_once()
    {
        var confirmed = BuildLifecycle.Release(In("cancelled"), Back, Now).Value!.Next;

        (confirmed.Status, confirmed.CancelConfirmedAt).Should().Be((BuildStatus.Cancelled, Now));
        BuildLifecycle.Release(confirmed, Back, Now).Value!.IsNothing.Should().BeTrue();
        BuildLifecycle.Release(In("cancelled"), Back with { Token = null }, Now).Refusal!.Code.Should().Be(RefusalCode.BuildFinished);
    }

    [Fact]
    public void A_failed_assignment_names_its_reason() =>
        BuildLifecycle.FailAssignment(In("pending"), "no luck", Now).Value!.Next.Error.Should().Be("Assignment failed: no luck");

    [Fact]
    public void Progress_never_goes_down()
    {
        var half = BuildLifecycle.Progress(In("building"), Done with { Kind = ReportKind.Progress, Progress = 50 }, Now).Value!.Next;

        BuildLifecycle.Progress(half, Done with { Kind = ReportKind.Progress, Progress = 20 }, Now).Value!.IsNothing.Should().BeTrue();
    }

    private static Build LoseOnce(Build build)
    {
        var assigned = BuildLifecycle.Assign(build, Mac, null, Token, classic: false, Now).Value!.Next;
        return BuildLifecycle.Lose(assigned, Token, silent: false, LostPolicy.Fail, Now).Value!.Next;
    }
}
