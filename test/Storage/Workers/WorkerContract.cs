using GrainJobs.Builds;
using GrainJobs.Storage;

namespace GrainJobs.Workers;

/// <summary>What both databases must do alike with workers.</summary>
public abstract class WorkerContract(DatabaseUnderTest database)
{
    private static readonly DateTimeOffset Noon = SomeBuilds.Noon;
    private readonly StorageUnderTest storage = database.Storage;

    [Fact]
    public async Task A_worker_reads_back_as_it_was_written()
    {
        var worker = Worker() with { Capabilities = """{"platforms":["ios"]}""", Platforms = ["ios", "any"], Draining = true, Offline = true, SpeaksTokens = true };
        await Commit(worker);

        var next = worker with { Version = 2, Name = "Renamed", IsRegistered = false, Generation = 3, OldestGeneration = 2 };
        await Commit(next);

        (await storage.Workers.Find(worker.Id)).Should().BeEquivalentTo(next);
    }

    [Fact]
    public async Task An_overtaken_change_is_a_conflict()
    {
        var worker = Worker();
        await Commit(worker);
        await Commit(worker with { Version = 2 });

        (await storage.Engine.Commit(new WorkerWrite(worker with { Version = 2, Name = "late" }, 1))).Should().Be(WriteOutcome.Conflict);
    }

    [Fact]
    public async Task A_worker_stands_with_what_it_holds_and_what_ended_in_its_hands()
    {
        var worker = Worker();
        await Commit(worker);
        await Build(worker, BuildStatus.Assigned);
        await Build(worker, BuildStatus.Completed);
        await Build(worker, BuildStatus.Completed);
        await Build(worker, BuildStatus.Failed);

        var standing = await storage.Workers.Standing(worker.Id);

        (standing!.Held, standing.Completed, standing.Failed).Should().Be((1, 2, 1));
        (await storage.Workers.List(new() { Limit = 500 })).Single(each => each.Record.Id == worker.Id).Held.Should().Be(1);
    }

    [Fact]
    public async Task Those_who_left_are_offline_or_silent_are_not_counted()
    {
        var since = Noon.AddYears(1);
        await Commit(Worker() with { SeenAt = since });
        await Commit(Worker() with { SeenAt = since.AddSeconds(-1) });
        await Commit(Worker() with { SeenAt = since, Offline = true });
        await Commit(Worker() with { SeenAt = since, IsRegistered = false });

        (await storage.Workers.CountOnline(since)).Should().Be(1);
    }

    [Fact]
    public async Task What_ended_in_its_hands_is_counted_when_the_builds_are_there_no_more()
    {
        var worker = Worker();
        await Commit(worker);
        await Build(worker, BuildStatus.Completed);
        await Build(worker, BuildStatus.Completed);
        await Build(worker, BuildStatus.Failed);
        await Build(worker, BuildStatus.Cancelled);

        (await storage.Builds.Retire(failed: false, Noon.AddDays(1), 1_000)).Rows.Should().BeGreaterThanOrEqualTo(3);
        (await storage.Builds.Retire(failed: true, Noon.AddDays(1), 1_000)).Rows.Should().BeGreaterThanOrEqualTo(1);
        await Build(worker, BuildStatus.Completed);
        (await storage.Builds.Retire(failed: false, Noon.AddDays(1), 1_000)).Rows.Should().BeGreaterThanOrEqualTo(1);
        await Build(worker, BuildStatus.Failed);

        var standing = await storage.Workers.Standing(worker.Id);
        (standing!.Held, standing.Completed, standing.Failed).Should().Be((0, 3, 2));
    }

    private static WorkerRecord Worker() => new()
    {
        Id = new("w-" + Guid.NewGuid().ToString("N")),
        Version = 1,
        Name = "Mac mini",
        Capacity = 2,
        IsRegistered = true,
        GenerationAt = Noon,
        RegisteredAt = Noon,
        SeenAt = Noon,
    };

    private async Task Build(WorkerRecord worker, BuildStatus status)
    {
        var build = SomeBuilds.Pending();
        await storage.Engine.Commit(SomeBuilds.Write(build));
        var assigned = SomeBuilds.Assigned(build, worker.Id.Value);
        await storage.Engine.Commit(SomeBuilds.Write(assigned));
        if (status != BuildStatus.Assigned)
        {
            var ended = assigned with { Version = 3, Status = status, Lease = null, IsClassic = false, FinishedAt = Noon };
            (await storage.Engine.Commit(SomeBuilds.Write(ended))).Should().Be(WriteOutcome.Committed);
        }
    }

    private async Task Commit(WorkerRecord worker) =>
        (await storage.Engine.Commit(new WorkerWrite(worker, worker.Version - 1))).Should().Be(WriteOutcome.Committed);
}
