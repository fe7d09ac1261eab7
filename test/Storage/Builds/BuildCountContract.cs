using GrainJobs.Storage;

namespace GrainJobs.Builds;

/// <summary>Counts of builds are kept beside the rows: they must say at every moment what the rows say.</summary>
public abstract class BuildCountContract(DatabaseUnderTest database)
{
    private readonly StorageUnderTest storage = database.Storage;

    [Fact]
    public async Task Counts_of_builds_follow_their_states()
    {
        Build waiting = await Written(SomeBuilds.Pending("counted"));
        await Written(SomeBuilds.Pending("counted"));
        Build sourceless = SomeBuilds.Pending("counted");
        sourceless = await Written(sourceless with { Source = null, Spec = sourceless.Spec with { AwaitSource = true } });
        (await storage.Builds.Counts(DateTimeOffset.MinValue)).Should().Be(new BuildCounts { Pending = 3, AwaitingSource = 1, Today = 3 });

        Build assigned = await Written(SomeBuilds.Assigned(waiting));
        await Written(sourceless with { Version = 2, Source = SomeBuilds.File('4') });
        (await storage.Builds.Counts(DateTimeOffset.MaxValue)).Should().Be(new BuildCounts { Pending = 2, Assigned = 1 });
        (await Count(new() { Platform = "counted", Status = BuildStatus.Pending })).Should().Be(2);
        (await Count(new() { Active = true })).Should().Be(1);
        (await Count(new() { Platform = "other" })).Should().Be(0);

        await Written(assigned with { Version = 3, Status = BuildStatus.Completed, Lease = null, IsClassic = false, FinishedAt = SomeBuilds.Noon });
        (await storage.Builds.Retire(failed: false, SomeBuilds.Noon.AddDays(1), 10)).Rows.Should().Be(1);
        (await storage.Builds.Counts(DateTimeOffset.MaxValue)).Should().Be(new BuildCounts { Pending = 2 });
        (await Count(new())).Should().Be(2);
    }

    private Task<long> Count(BuildFilter filter) => storage.Builds.Count(filter);

    private async Task<Build> Written(Build build)
    {
        (await storage.Engine.Commit(SomeBuilds.Write(build))).Should().Be(WriteOutcome.Committed);
        return build;
    }
}

public sealed class SqliteBuildCountTests(OnSqlite database) : BuildCountContract(database), IClassFixture<OnSqlite>;

public sealed class PostgresBuildCountTests(OnPostgres database) : BuildCountContract(database), IClassFixture<OnPostgres>;
