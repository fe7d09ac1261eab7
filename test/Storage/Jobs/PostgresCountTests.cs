using GrainJobs.Storage;

namespace GrainJobs.Jobs;

public sealed class PostgresCountTests(OnPostgres database) : CountContract(database), IClassFixture<OnPostgres>
{
    [Fact]
    public async Task Folding_while_others_write_loses_and_doubles_nothing()
    {
        using CancellationTokenSource done = new();
        Task[] folding = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await Storage.Counts.Keep(default);
            }
        }))];

        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Storage.Engine.Written(SomeJobs.Insert(Waiting()))));
        await Task.WhenAll(jobs.Take(300).Select(job => Storage.Engine.Written(SomeJobs.Update(job, each => SomeJobs.Ended(each)))));
        await done.CancelAsync();
        await Task.WhenAll(folding);
        await Storage.Counts.Keep(default);

        await Expect((JobStatus.Queued, 200), (JobStatus.Completed, 300));
        (await database.Database.ScalarAsync<long>("select count(*) from job_count_changes")).Should().Be(0);
    }

    [Fact]
    public async Task A_database_that_was_never_counted_is_counted_while_it_is_written()
    {
        await using TestDatabase fresh = await TestDatabase.CreateAsync();
        await using StorageUnderTest storage = await StorageUnderTest.StartAsync(fresh.ConnectionString, null);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => storage.Engine.Written(SomeJobs.Insert(Waiting()))));
        await fresh.ExecuteAsync("update job_count_standing set is_counted = false; delete from job_counts; delete from job_count_changes where jobs > 5");
        (await storage.Jobs.CountAll()).Should().Equal(new Dictionary<JobStatus, long> { [JobStatus.Queued] = 50 }, "until then the rows are counted");

        Task<Job[]> more = Task.WhenAll(Enumerable.Range(0, 50).Select(_ => storage.Engine.Written(SomeJobs.Insert(Waiting()))));
        await storage.Counts.Keep(default);
        await more;

        (await storage.Jobs.CountAll()).Should().Equal(new Dictionary<JobStatus, long> { [JobStatus.Queued] = 100 });
        (await fresh.ScalarAsync<bool>("select is_counted from job_count_standing")).Should().BeTrue();
    }

    [Fact]
    public async Task What_a_silo_of_the_release_before_writes_is_counted_too()
    {
        await using TestDatabase fresh = await TestDatabase.CreateAsync();
        await using (StorageUnderTest before = await StorageUnderTest.StartAsync(fresh.ConnectionString, null))
        {
            await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => before.Engine.Written(SomeJobs.Insert(Waiting()))));
        }

        await fresh.ExecuteAsync("drop table job_counts, job_count_changes, job_count_standing; drop function count_job_of_old_silo; delete from schema_migrations where scriptname like '%0006_%'");
        await using StorageUnderTest storage = await StorageUnderTest.StartAsync(fresh.ConnectionString, null);
        await storage.Counts.Keep(default);

        // An old silo's session says nothing of counts.
        await fresh.ExecuteAsync("update jobs set status = 'cancelled', finished_at = now(), attempt = 2 where id = (select min(id) from jobs)");
        await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => storage.Engine.Written(SomeJobs.Insert(Waiting()))));

        (await storage.Jobs.CountAll()).Should().Equal(new Dictionary<JobStatus, long> { [JobStatus.Queued] = 11, [JobStatus.Cancelled] = 1 });
        (await storage.Jobs.CountsByType()).Should().ContainSingle().Which.Retried.Should().Be(1);
    }
}
