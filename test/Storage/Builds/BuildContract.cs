using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Storage;

namespace GrainJobs.Builds;

/// <summary>What both databases must do alike with builds and their logs.</summary>
public abstract class BuildContract(DatabaseUnderTest database)
{
    private const long MostBytes = 1_000;
    private readonly StorageUnderTest storage = database.Storage;

    [Fact]
    public async Task A_build_reads_back_as_it_was_written()
    {
        var build = SomeBuilds.Pending() with
        {
            Receipt = new ReportReceipt(LeaseToken.New(QueueName.Builds, "x"), "digest"),
            Losses = 2,
            Error = "earlier",
            ErrorCode = "lost",
            PreviewUrl = "https://example.org/",
        };
        build = build with { Spec = build.Spec with { Certs = SomeBuilds.File('2'), ProjectId = "p", OriginalBuildId = new("b0"), Priority = 7 } };

        await Commit(SomeBuilds.Write(build, "Build submitted"));

        (await storage.Builds.Find(build.Id)).Should().BeEquivalentTo(build);
    }

    [Fact]
    public async Task Every_status_reads_back_as_it_was_written()
    {
        var assigned = SomeBuilds.Assigned(await Stored());
        await Commit(SomeBuilds.Write(assigned));
        (await storage.Builds.Find(assigned.Id)).Should().BeEquivalentTo(assigned);

        var completed = assigned with
        {
            Version = 3,
            Status = BuildStatus.Completed,
            Lease = null,
            IsClassic = false,
            Result = SomeBuilds.File('3'),
            FinishedAt = SomeBuilds.Noon,
            Progress = 100,
        };
        await Commit(SomeBuilds.Write(completed));
        (await storage.Builds.Find(assigned.Id)).Should().BeEquivalentTo(completed);

        var cancelled = completed with { Version = 4, Status = BuildStatus.Cancelled, Result = null, CancelConfirmedAt = SomeBuilds.Noon };
        await Commit(SomeBuilds.Write(cancelled));
        (await storage.Builds.Find(assigned.Id)).Should().BeEquivalentTo(cancelled);
    }

    [Fact]
    public async Task An_update_of_another_version_is_a_conflict_and_writes_no_line()
    {
        var build = await Stored();
        await Commit(SomeBuilds.Write(SomeBuilds.Assigned(build), "Assigned"));

        var late = await storage.Engine.Commit(SomeBuilds.Write(SomeBuilds.Assigned(build), "Assigned again"));

        late.Should().Be(WriteOutcome.Conflict);
        (await storage.Builds.Logs(build.Id, 0, 10)).Select(line => line.Message).Should().Equal("Build submitted", "Assigned");
    }

    [Fact]
    public async Task Fifty_racing_assignments_end_with_one()
    {
        var build = await Stored();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => storage.Engine.Commit(SomeBuilds.Write(SomeBuilds.Assigned(build)))));

        outcomes.Count(outcome => outcome == WriteOutcome.Committed).Should().Be(1);
    }

    [Fact]
    public async Task Log_lines_are_numbered_without_gaps_whoever_writes_them()
    {
        var build = await Held();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Commit(Log(build, $"line {index}", "and another"))));

        var lines = await storage.Builds.Logs(build.Id, 0, 100);
        lines.Select(line => line.Seq).Should().Equal(Enumerable.Range(1, 41).Select(seq => (long)seq));
        lines[0].Message.Should().Be("Build submitted");
        lines.Select(line => line.At).Distinct().Should().Equal(SomeBuilds.Noon);
        (await storage.Builds.LogEnd(build.Id)).LastSeq.Should().Be(41);
    }

    [Fact]
    public async Task A_batch_key_stores_its_lines_once()
    {
        var build = await Held();
        await Commit(Log(build, "once") with { BatchKey = "k" });

        var again = await storage.Engine.Commit(Log(build, "once") with { BatchKey = "k" });

        again.Should().Be(WriteOutcome.Conflict);
        (await storage.Builds.HasLogBatch(build.Id, "k")).Should().BeTrue();
        (await storage.Builds.HasLogBatch(build.Id, "other")).Should().BeFalse();
        (await storage.Builds.Logs(build.Id, 0, 10)).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_log_is_bounded_and_takes_no_part_of_what_does_not_fit()
    {
        var build = await Held();

        var tooMuch = await storage.Engine.Commit(Log(build, "fits", new string('x', (int)MostBytes)));

        tooMuch.Should().Be(WriteOutcome.Conflict);
        (await storage.Builds.Logs(build.Id, 0, 10)).Should().HaveCount(1);
    }

    [Fact]
    public async Task Nobody_but_the_holder_of_the_lease_writes_to_the_log()
    {
        var build = await Held();

        var foreign = await storage.Engine.Commit(Log(build, "hello") with { Holder = LeaseToken.New(QueueName.Builds, build.Id.Value) });

        foreign.Should().Be(WriteOutcome.Conflict);
    }

    [Fact]
    public async Task A_line_with_a_zero_character_is_rejected_and_fails_alone()
    {
        var build = await Held();

        var outcomes = await Task.WhenAll(storage.Engine.Commit(Log(build, "bad \0")), storage.Engine.Commit(Log(await Held(), "good")));

        outcomes.Should().Equal(WriteOutcome.Rejected, WriteOutcome.Committed);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_recognised()
    {
        var build = SomeBuilds.Pending();
        var lost = 0;
        storage.FailPoints.Arm(point => point == FailPoint.AfterCommitBeforeAcknowledge && Interlocked.Increment(ref lost) == 1);

        var outcome = await storage.Engine.Commit(SomeBuilds.Write(build, "Build submitted"));

        storage.FailPoints.Arm(null);
        outcome.Should().Be(WriteOutcome.Committed);
        (await storage.Builds.Logs(build.Id, 0, 10)).Should().HaveCount(1);
    }

    [Fact]
    public async Task The_line_of_a_platform_is_read_in_order_and_without_builds_that_await_their_source()
    {
        var platform = "order-" + Guid.NewGuid().ToString("N");
        var low = await Stored(SomeBuilds.Pending(platform, 0, SomeBuilds.Noon));
        var late = await Stored(SomeBuilds.Pending(platform, 0, SomeBuilds.Noon.AddSeconds(1)));
        var high = await Stored(SomeBuilds.Pending(platform, 5, SomeBuilds.Noon.AddSeconds(2)));
        var awaiting = SomeBuilds.Pending(platform, 9) with { Source = null };
        await Commit(SomeBuilds.Write(awaiting with { Spec = awaiting.Spec with { AwaitSource = true } }));

        var first = await storage.Builds.Ready(platform, null, 2);
        var rest = await storage.Builds.Ready(platform, first[^1], 10);

        first.Concat(rest).Select(entry => entry.Id).Should().Equal(high.Id.Value, low.Id.Value, late.Id.Value);
        (await storage.Builds.Lines(null, 1000)).Should().Contain(new QueueLine(platform, ""));
    }

    [Fact]
    public async Task What_a_worker_holds_is_found_by_its_id()
    {
        var worker = "w-" + Guid.NewGuid().ToString("N");
        var assigned = SomeBuilds.Assigned(await Stored(), worker);
        await Commit(SomeBuilds.Write(assigned));

        (await storage.Builds.HeldBy(worker, 10)).Should().ContainSingle().Which.Should().BeEquivalentTo(assigned);
        (await storage.Builds.Held(10_000)).Should().Contain(build => build.Id == assigned.Id);
    }

    [Fact]
    public async Task Lists_are_filtered_counted_and_continued()
    {
        var platform = "list-" + Guid.NewGuid().ToString("N");
        var builds = new[] { await Stored(SomeBuilds.Pending(platform)), await Stored(SomeBuilds.Pending(platform)), await Stored(SomeBuilds.Pending(platform)) };
        var filter = new BuildFilter { Platform = platform, Limit = 2 };

        var page = await storage.Builds.List(filter);
        var next = await storage.Builds.List(filter with { After = new(page[^1].CreatedAt, page[^1].Id.Value) });

        page.Concat(next).Select(build => build.Id).Should().Equal(builds.Reverse().Select(build => build.Id));
        (await storage.Builds.Count(filter)).Should().Be(3);
        (await storage.Builds.Count(filter with { Active = true })).Should().Be(0);
        (await storage.Builds.Count(filter with { Status = BuildStatus.Pending })).Should().Be(3);
    }

    [Fact]
    public async Task Files_that_a_build_names_are_in_use()
    {
        var build = await Stored();

        (await storage.Builds.UnusedFiles([build.Source!.FileId, new string('f', 32)])).Should().Equal(new string('f', 32));
    }

    private static BuildLogWrite Log(Build build, params string[] lines) =>
        new(build.Id, SomeBuilds.Lines(lines), null, build.Lease?.Token ?? LeaseToken.New(QueueName.Builds, "none"), MostBytes);

    private async Task<Build> Held()
    {
        var assigned = SomeBuilds.Assigned(await Stored());
        await Commit(SomeBuilds.Write(assigned));
        return assigned;
    }

    private async Task<Build> Stored(Build? build = null)
    {
        build ??= SomeBuilds.Pending();
        await Commit(SomeBuilds.Write(build, "Build submitted"));
        return build;
    }

    private async Task Commit(StoreWrite write) => (await storage.Engine.Commit(write)).Should().Be(WriteOutcome.Committed);
}
