using GrainJobs.Storage;

namespace GrainJobs.Jobs;

/// <summary>Lists whose filter matches few of many jobs.</summary>
public abstract class SearchContract(DatabaseUnderTest database) : IAsyncLifetime
{
    private const int Many = 12_000;

    private readonly StorageUnderTest storage = database.Storage;
    private readonly Job rare = Created("rare", 0) is var job ? job with { Spec = job.Spec with { Tags = ["needle"] } } : job;

    public async Task InitializeAsync()
    {
        await storage.Engine.Written(SomeJobs.Insert(rare));
        await Task.WhenAll(Enumerable.Range(1, Many).Select(n => storage.Engine.Written(SomeJobs.Insert(Created("frequent", n)))));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_lies_behind_thousands_that_do_not_match_is_found()
    {
        var (found, next) = await storage.Jobs.List(new() { Type = "rare" });

        found.Should().ContainSingle().Which.Id.Should().Be(rare.Id);
        next.Should().BeNull();
        (await storage.Jobs.List(new() { Tag = "needle" })).Jobs.Should().ContainSingle();
        (await storage.Jobs.List(new() { Status = JobStatus.Error })).Should().BeEquivalentTo(new FoundJobs([], null));

        await TimeUsedUpSaysWhereToGoOn();
    }

    private async Task TimeUsedUpSaysWhereToGoOn()
    {
        JobListing hurried = new(storage.Reader, storage.JobCounts, new Hurried());
        List<Job> found = [];
        JobFilter filter = new() { Type = "rare" };
        int pages = 0;
        FoundJobs page;
        do
        {
            page = await hurried.Find(filter);
            found.AddRange(page.Jobs);
            filter = filter with { After = page.Next };
            pages++;
        }
        while (page.Next is not null);

        found.Should().ContainSingle().Which.Id.Should().Be(rare.Id);
        pages.Should().BeGreaterThan(1);
    }

    private static Job Created(string type, int n) => SomeJobs.Queued(type: type, queue: "search") with { CreatedAt = SomeJobs.Noon.AddSeconds(n) };

    private sealed class Hurried : TimeProvider
    {
        private long seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => seconds += 2;
    }
}

public sealed class SqliteSearchTests(OnSqlite database) : SearchContract(database), IClassFixture<OnSqlite>;

public sealed class PostgresSearchTests(OnPostgres database) : SearchContract(database), IClassFixture<OnPostgres>;
