using GrainJobs.Leases;
using static GrainJobs.Builds.BuildSamples;

namespace GrainJobs.Builds;

/// <summary>The whole table: what every command does to a build in every place. A refusal is its code, a success the next status.</summary>
public sealed class BuildLifecycleTableTests
{
    private const string Finished = RefusalCode.BuildFinished;
    private const string NotReady = RefusalCode.JobNotReady;
    private const string NotAssigned = RefusalCode.NotAssigned;
    private const string Lost = RefusalCode.LeaseLost;

    private static readonly Dictionary<string, Func<Build, Result<BuildChange>>> Commands = new()
    {
        ["save source"] = build => BuildLifecycle.SaveSource(build, Source, Now),
        ["assign"] = build => BuildLifecycle.Assign(build, Other, null, Stale, classic: false, Now),
        ["touch"] = build => BuildLifecycle.Touch(build, Call, Now),
        ["touch by another"] = build => BuildLifecycle.Touch(build, Call with { Worker = Other }, Now),
        ["progress"] = build => BuildLifecycle.Progress(build, Done with { Kind = ReportKind.Progress, Progress = 50 }, Now),
        ["complete"] = build => BuildLifecycle.Complete(build, Done with { Result = null }, Now),
        ["complete by another"] = build => BuildLifecycle.Complete(build, Done with { Worker = Other, Token = null }, Now),
        ["complete with an old token"] = build => BuildLifecycle.Complete(build, Done with { Token = Stale }, Now),
        ["complete for the holder"] = build => BuildLifecycle.Complete(build, Done with { Worker = null, Token = null }, Now),
        ["fail"] = build => BuildLifecycle.Fail(build, Broken with { Error = "otherwise" }, Now),
        ["fail by the machine"] = build => BuildLifecycle.Fail(build, Broken with { Class = FailureClass.Infrastructure }, Now),
        ["release"] = build => BuildLifecycle.Release(build, Back, Now),
        ["cancel"] = build => BuildLifecycle.Cancel(build, Now),
        ["lose"] = build => BuildLifecycle.Lose(build, Token, silent: false, LostPolicy.Fail, Now),
        ["fall silent, fail"] = build => BuildLifecycle.Lose(build, Token, silent: true, LostPolicy.Fail, Now),
        ["fall silent, requeue"] = build => BuildLifecycle.Lose(build, Token, silent: true, LostPolicy.Requeue, Now),
        ["lose another lease"] = build => BuildLifecycle.Lose(build, Stale, silent: false, LostPolicy.Fail, Now),
        ["fail assignment"] = build => BuildLifecycle.FailAssignment(build, "no luck", Now),
    };

    // The order of BuildSamples.Places: awaiting, pending, assigned, building, completed, failed, cancelled.
    private static readonly Dictionary<string, string[]> Expected = new()
    {
        ["save source"] = ["Pending", RefusalCode.SourceNotAwaited, RefusalCode.SourceNotAwaited, RefusalCode.SourceNotAwaited, Finished, Finished, Finished],
        ["assign"] = [NotReady, "Assigned", NotReady, NotReady, NotReady, NotReady, NotReady],
        ["touch"] = [NotAssigned, NotAssigned, "Building", "nothing", Finished, Finished, Finished],
        ["touch by another"] = [NotAssigned, NotAssigned, NotAssigned, NotAssigned, NotAssigned, NotAssigned, NotAssigned],
        ["progress"] = [NotAssigned, NotAssigned, "Building", "Building", Finished, Finished, Finished],
        ["complete"] = [NotAssigned, NotAssigned, "Completed", "Completed", Finished, Finished, Finished],
        ["complete by another"] = [NotAssigned, NotAssigned, NotAssigned, NotAssigned, NotAssigned, NotAssigned, NotAssigned],
        ["complete with an old token"] = [NotAssigned, NotAssigned, Lost, Lost, Finished, Finished, Finished],
        ["complete for the holder"] = [RefusalCode.Conflict, RefusalCode.Conflict, "Completed", "Completed", Finished, Finished, Finished],
        ["fail"] = [NotAssigned, NotAssigned, "Failed", "Failed", Finished, Finished, Finished],
        ["fail by the machine"] = [NotAssigned, NotAssigned, "Pending", "Pending", Finished, Finished, Finished],
        ["release"] = [NotAssigned, NotAssigned, "Pending", "Pending", Finished, Finished, "Cancelled"],
        ["cancel"] = ["Cancelled", "Cancelled", "Cancelled", "Cancelled", RefusalCode.Conflict, RefusalCode.Conflict, RefusalCode.Conflict],
        ["lose"] = [Lost, Lost, "Pending", "Pending", Lost, Lost, Lost],
        ["fall silent, fail"] = [Lost, Lost, "Failed", "Failed", Lost, Lost, Lost],
        ["fall silent, requeue"] = [Lost, Lost, "Pending", "Pending", Lost, Lost, Lost],
        ["lose another lease"] = [Lost, Lost, Lost, Lost, Lost, Lost, Lost],
        ["fail assignment"] = ["Failed", "Failed", NotReady, NotReady, NotReady, NotReady, NotReady],
    };

    public static TheoryData<string, string, string> Table()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var (command, results) in Expected)
        {
            for (var place = 0; place < Places.Length; place++)
            {
                rows.Add(command, Places[place], results[place]);
            }
        }

        return rows;
    }

    [Fact]
    public void The_table_knows_every_command() => Expected.Keys.Should().BeEquivalentTo(Commands.Keys);

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_command_in_every_place(string command, string place, string expected)
    {
        var build = In(place);

        var outcome = Commands[command](build);

        Say(outcome).Should().Be(expected);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void A_change_raises_the_version_by_one_and_keeps_its_word(string command, string place, string expected)
    {
        var build = In(place);

        if (Commands[command](build) is not { IsRefused: false, Value: { IsNothing: false } change })
        {
            expected.Should().NotBe("Completed");
            return;
        }

        change.Next.Version.Should().Be(build.Version + 1);
        change.Next.UpdatedAt.Should().BeOnOrAfter(build.UpdatedAt);
        change.Next.IsFinished.Should().Be(change.Next.FinishedAt is not null);
        (change.Next.Lease is not null).Should().Be(change.Next.Status is BuildStatus.Assigned or BuildStatus.Building);
        (build.IsFinished && change.Next.Status != build.Status).Should().BeFalse("final states are final");
    }

    private static string Say(Result<BuildChange> outcome) => outcome switch
    {
        { IsRefused: true } => outcome.Refusal.Code,
        { Value.IsNothing: true } => "nothing",
        _ => outcome.Value.Next.Status.ToString(),
    };
}
