using GrainJobs.Jobs;
using GrainJobs.Processes;

namespace GrainJobs.Storage;

public sealed class MigrationTests
{
    [Fact]
    public async Task Many_processes_that_start_at_once_migrate_PostgreSQL_once()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();

        StorageUnderTest[] storages = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => StorageUnderTest.StartAsync(database.ConnectionString, null))));

        await EachWorks(storages);
        (await database.ScalarAsync<long>("select count(*) - count(distinct scriptname) from schema_migrations")).Should().Be(0);
        (await database.ScalarAsync<long>("select count(*) from schema_migrations")).Should().Be(ScriptsFor("postgres"));
    }

    [Fact]
    public async Task Many_that_start_at_once_migrate_one_file_once()
    {
        using ScratchFolder folder = new();

        StorageUnderTest[] storages = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StorageUnderTest.StartAsync(null, folder.Path))));

        await EachWorks(storages);
    }

    [Fact]
    public void Both_databases_have_the_same_migrations() =>
        Names("postgres").Should().Equal(Names("sqlite")).And.NotBeEmpty();

    private static async Task EachWorks(StorageUnderTest[] storages)
    {
        foreach (StorageUnderTest storage in storages)
        {
            await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        }

        foreach (StorageUnderTest storage in storages)
        {
            await storage.DisposeAsync();
        }
    }

    private static long ScriptsFor(string dialect) => Names(dialect).Count();

    private static IEnumerable<string> Names(string dialect) => typeof(StorageSetup).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("sql/migrations/", StringComparison.Ordinal) && name.EndsWith($".{dialect}.sql", StringComparison.Ordinal))
        .Select(name => name[..^$".{dialect}.sql".Length])
        .Order(StringComparer.Ordinal);
}
