using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Storage;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>What both databases must do alike with writes of many builds and workers in one batch.</summary>
public abstract class BuildBatchContract(DatabaseUnderTest database)
{
    private const long MostBytes = 1_000;
    private readonly StorageUnderTest storage = database.Storage;

    [Fact]
    public async Task Each_write_of_a_batch_is_guarded_alone()
    {
        var builds = await Stored(10);
        var held = Array.ConvertAll(builds[..8], build => SomeBuilds.Assigned(build));
        await CommitAll([.. held.Select(build => SomeBuilds.Write(build))]);
        await CommitAll([Log(held[0], "before") with { BatchKey = "used" }]);
        var created = SomeBuilds.Pending();

        var outcomes = await Commit(
            Log(held[0], "again") with { BatchKey = "used" },
            Log(held[1], "first", "second") with { BatchKey = "new" },
            Log(held[2], "stolen") with { Holder = LeaseToken.New(QueueName.Builds, held[2].Id.Value) },
            Log(held[3], new string('x', (int)MostBytes + 1)),
            Log(held[4], "plain"),
            SomeBuilds.Write(Completed(held[5]), "done", "and over"),
            SomeBuilds.Write(SomeBuilds.Assigned(builds[6]), "late"),
            SomeBuilds.Write(builds[7], "exists"),
            SomeBuilds.Write(SomeBuilds.Assigned(builds[9])),
            SomeBuilds.Write(created, "new"));

        outcomes.Should().Equal(
            WriteOutcome.Conflict, WriteOutcome.Committed, WriteOutcome.Conflict, WriteOutcome.Conflict, WriteOutcome.Committed,
            WriteOutcome.Committed, WriteOutcome.Conflict, WriteOutcome.Conflict, WriteOutcome.Committed, WriteOutcome.Committed);
        (await Messages(held[0])).Should().Equal("Build submitted", "before");
        (await Messages(held[1])).Should().Equal("Build submitted", "first", "second");
        (await Messages(held[2])).Should().Equal("Build submitted");
        (await Messages(held[3])).Should().Equal("Build submitted");
        (await Messages(held[4])).Should().Equal("Build submitted", "plain");
        (await Messages(held[5])).Should().Equal("Build submitted", "done", "and over");
        (await Messages(builds[6])).Should().Equal("Build submitted");
        (await Messages(builds[7])).Should().Equal("Build submitted");
        (await Messages(created)).Should().Equal("new");
        (await storage.Builds.HasLogBatch(held[1].Id, "new")).Should().BeTrue();
        (await storage.Builds.Find(held[5].Id))!.Status.Should().Be(BuildStatus.Completed);
    }

    [Fact]
    public async Task A_row_that_the_database_refuses_fails_alone()
    {
        var builds = await Stored(20);
        var writes = builds.Select((build, place) => SomeBuilds.Write(place == 7 ? Impossible(build) : SomeBuilds.Assigned(build), "Assigned"));

        var outcomes = await Task.WhenAll(writes.Select(storage.Engine.Commit));

        outcomes.Should().Equal(Enumerable.Range(0, 20).Select(place => place == 7 ? WriteOutcome.Rejected : WriteOutcome.Committed));
        (await Messages(builds[7])).Should().Equal("Build submitted");
        (await Messages(builds[8])).Should().Equal("Build submitted", "Assigned");
    }

    [Fact]
    public async Task A_batch_whose_answer_was_lost_is_recognised_whole()
    {
        var builds = Array.ConvertAll(await Stored(10), build => SomeBuilds.Assigned(build));
        await CommitAll([.. builds.Select(build => SomeBuilds.Write(build))]);
        var lost = 0;
        storage.FailPoints.Arm(point => point == FailPoint.AfterCommitBeforeAcknowledge && Interlocked.Increment(ref lost) == 1);

        var outcomes = await Task.WhenAll(builds.Select(build => storage.Engine.Commit(Log(build, "once"))));

        storage.FailPoints.Arm(null);
        outcomes.Should().AllBeEquivalentTo(WriteOutcome.Committed);
        foreach (var build in builds)
        {
            (await Messages(build)).Should().Equal("Build submitted", "once");
        }
    }

    [Fact]
    public async Task Workers_of_a_batch_are_guarded_alone()
    {
        var known = Array.ConvertAll(new[] { "one", "two", "three" }, Worker);
        await CommitAll([.. known.Select(worker => new WorkerWrite(worker, 0))]);
        var newcomer = Worker("four");

        var outcomes = await Commit(
            new WorkerWrite(known[0] with { Version = 2, Name = "renamed" }, 1),
            new WorkerWrite(known[1] with { Version = 3, Name = "overtaken" }, 2),
            new WorkerWrite(known[2] with { Name = "exists" }, 0),
            new WorkerWrite(newcomer, 0));

        outcomes.Should().Equal(WriteOutcome.Committed, WriteOutcome.Conflict, WriteOutcome.Conflict, WriteOutcome.Committed);
        (await storage.Workers.Find(known[0].Id))!.Name.Should().Be("renamed");
        (await storage.Workers.Find(known[1].Id)).Should().BeEquivalentTo(known[1]);
        (await storage.Workers.Find(known[2].Id)).Should().BeEquivalentTo(known[2]);
        (await storage.Workers.Find(newcomer.Id)).Should().BeEquivalentTo(newcomer);
    }

    [Fact]
    public async Task Lines_go_with_their_build()
    {
        var ended = Completed(SomeBuilds.Assigned((await Stored(1))[0])) with { FinishedAt = SomeBuilds.Noon.AddYears(-20) };
        await CommitAll([SomeBuilds.Write(SomeBuilds.Assigned((await storage.Builds.Find(ended.Id))!))]);
        await CommitAll([SomeBuilds.Write(ended, "done")]);

        await storage.Builds.Retire(failed: false, SomeBuilds.Noon.AddYears(-19), 100);

        (await storage.Builds.Find(ended.Id)).Should().BeNull();
        (await Messages(ended)).Should().BeEmpty();
        (await storage.Builds.LogEnd(ended.Id)).LastSeq.Should().Be(0);
    }

    private static WorkerRecord Worker(string name) => new()
    {
        Id = new($"{name}-{Guid.NewGuid():N}"),
        Version = 1,
        Name = name,
        IsRegistered = true,
        GenerationAt = SomeBuilds.Noon,
        RegisteredAt = SomeBuilds.Noon,
        SeenAt = SomeBuilds.Noon,
    };

    private static Build Completed(Build held) => held with
    {
        Version = held.Version + 1,
        Status = BuildStatus.Completed,
        Lease = null,
        IsClassic = false,
        FinishedAt = SomeBuilds.Noon,
        Progress = 100,
    };

    private static Build Impossible(Build build) => SomeBuilds.Assigned(build) with { Progress = 101 };

    private static BuildLogWrite Log(Build build, params string[] lines) => new(build.Id, SomeBuilds.Lines(lines), null, build.Lease!.Token, MostBytes);

    private async Task<Build[]> Stored(int count)
    {
        Build[] builds = [.. Enumerable.Range(0, count).Select(_ => SomeBuilds.Pending())];
        await CommitAll([.. builds.Select(build => SomeBuilds.Write(build, "Build submitted"))]);
        return builds;
    }

    private async Task<string[]> Messages(Build build)
    {
        var lines = await storage.Builds.Logs(build.Id, 0, 100);
        lines.Select(line => line.Seq).Should().Equal(Enumerable.Range(1, lines.Count).Select(seq => (long)seq), "lines are numbered without a gap");
        return [.. lines.Select(line => line.Message)];
    }

    private Task<WriteOutcome[]> Commit(params StoreWrite[] writes) => storage.Store.Commit(writes, CancellationToken.None);

    private async Task CommitAll(StoreWrite[] writes) => (await Commit(writes)).Should().AllBeEquivalentTo(WriteOutcome.Committed);
}
