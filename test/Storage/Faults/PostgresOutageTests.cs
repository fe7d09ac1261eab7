using System.Collections.Concurrent;
using System.Diagnostics;
using GrainJobs.Jobs;
using GrainJobs.Time;
using Npgsql;

namespace GrainJobs.Storage;

/// <summary>A private server that is killed, frozen, cut and locked while writers are at work.</summary>
public sealed class PostgresOutageTests : IAsyncLifetime
{
    // 5 s and 6 s by contract; the rest is for a machine busy with other tests.
    private static readonly TimeSpan ToResume = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ToRefuse = TimeSpan.FromSeconds(10);

    private PostgresServer server = null!;
    private StorageUnderTest storage = null!;

    public async Task InitializeAsync()
    {
        server = await PostgresServer.StartAsync();
        storage = await StorageUnderTest.StartAsync(server.ConnectionString(), null);
    }

    public async Task DisposeAsync()
    {
        await storage.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_database_killed_under_load_loses_nothing_acknowledged_and_writers_resume()
    {
        await using Load load = new(storage);
        for (int round = 0; round < 3; round++)
        {
            await load.Progress();
            await server.KillAsync();
            await server.StartAgainAsync();
            long back = Stopwatch.GetTimestamp();
            await load.Progress();
            Stopwatch.GetElapsedTime(back).Should().BeLessThan(ToResume);
        }

        await load.StopAsync();
        load.Failures.Should().AllBeOfType<StorageUnavailableException>();
        await AllAreThere(load);
    }

    [Fact]
    public async Task Cut_connections_are_neither_failures_nor_second_writes()
    {
        await using Load load = new(storage);
        for (int round = 0; round < 10; round++)
        {
            await load.Progress();
            await Execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'grainjobs%'");
        }

        await load.Progress();
        await load.StopAsync();
        load.Failures.Should().BeEmpty();
        await AllAreThere(load);
    }

    [Fact]
    public async Task A_frozen_database_is_refused_in_time_and_used_again_when_it_thaws()
    {
        await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        server.Freeze();
        long began = Stopwatch.GetTimestamp();
        Task<WriteOutcome>[] writes = [.. Enumerable.Range(0, 50).Select(_ => storage.Engine.Commit(SomeJobs.Insert(SomeJobs.Queued())))];
        foreach (Task<WriteOutcome> write in writes)
        {
            await FluentActions.Awaiting(() => write).Should().ThrowAsync<StorageUnavailableException>();
        }

        Stopwatch.GetElapsedTime(began).Should().BeLessThan(ToRefuse);
        server.Thaw();
        await Eventually.BeTrue("a write is acknowledged", () => Writes(storage), ToResume);
    }

    [Fact]
    public async Task A_row_that_a_stranger_holds_fails_alone_in_time_and_works_when_it_is_free()
    {
        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()))));
        await using (await Lock($"select 1 from jobs where id = '{jobs[50].Id}' for update"))
        {
            long began = Stopwatch.GetTimestamp();
            Task<WriteOutcome>[] updates = [.. jobs.Select(job => storage.Engine.Commit(SomeJobs.Update(job, held => held with { Message = "new" })))];

            (await Task.WhenAll(updates.Where((_, n) => n != 50))).Should().AllBeEquivalentTo(WriteOutcome.Committed);
            Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(5));
            await FluentActions.Awaiting(() => updates[50]).Should().ThrowAsync<StorageUnavailableException>();
            Stopwatch.GetElapsedTime(began).Should().BeLessThan(ToRefuse);
        }

        // Its last try may have landed after it was given up: the outcome is unknown, so read first, as a grain does.
        Job free = await Eventually.Get("the job", () => storage.Jobs.Find(jobs[50].Id), static job => job is not null) ?? jobs[50];
        await storage.Engine.Written(SomeJobs.Update(free, held => held with { Message = "newer" }));
    }

    [Fact]
    public async Task A_table_that_a_stranger_locks_is_refused_in_time_and_the_next_request_works()
    {
        Job job = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        await using (await Lock("lock table jobs in access exclusive mode"))
        {
            long began = Stopwatch.GetTimestamp();
            Task<WriteOutcome>[] writes = [.. Enumerable.Range(0, 50).Select(_ => storage.Engine.Commit(SomeJobs.Insert(SomeJobs.Queued())))];
            Task<Job?> read = storage.Jobs.Find(job.Id);

            foreach (Task<WriteOutcome> write in writes)
            {
                await FluentActions.Awaiting(() => write).Should().ThrowAsync<StorageUnavailableException>();
            }

            await FluentActions.Awaiting(() => read).Should().ThrowAsync<StorageUnavailableException>();
            Stopwatch.GetElapsedTime(began).Should().BeLessThan(ToRefuse);
        }

        (await Writes(storage)).Should().BeTrue();
        (await storage.Jobs.Find(job.Id)).Should().NotBeNull();
    }

    [Fact]
    public async Task A_store_that_is_stopped_for_long_refuses_early_when_its_queue_is_full()
    {
        await using StorageUnderTest small = await StorageUnderTest.StartAsync(server.ConnectionString(), null, new CommitOptions { QueuedWrites = 100 });
        await server.StopFastAsync();

        Task<WriteOutcome>[] writes = [.. Enumerable.Range(0, 300).Select(_ => small.Engine.Commit(SomeJobs.Insert(SomeJobs.Queued())))];
        await Task.WhenAll(writes).ContinueWith(static _ => { }, TaskScheduler.Default);

        writes.Count(write => write.Exception!.InnerException is OverloadedException).Should().Be(200);
        writes.Count(write => write.Exception!.InnerException is StorageUnavailableException).Should().Be(100);
        await server.StartAgainAsync();
        await Eventually.BeTrue("a write is acknowledged", () => Writes(small), ToResume);
    }

    private static async Task<bool> Writes(StorageUnderTest writer)
    {
        try
        {
            return await writer.Engine.Commit(SomeJobs.Insert(SomeJobs.Queued())) == WriteOutcome.Committed;
        }
        catch (Exception refused) when (refused is StorageUnavailableException or OverloadedException)
        {
            return false;
        }
    }

    private async Task AllAreThere(Load load)
    {
        load.Acknowledged.Should().NotBeEmpty();
        foreach (Job[] some in load.Acknowledged.Values.Chunk(500))
        {
            Dictionary<JobId, Job> rows = (await storage.Jobs.FindMany([.. some.Select(job => job.Id)])).ToDictionary(job => job.Id);
            some.Should().AllSatisfy(job => rows[job.Id].Version.Should().BeOneOf(job.Version, job.Version + 1));
        }
    }

    private async Task<NpgsqlConnection> Lock(string statement)
    {
        NpgsqlConnection connection = new(server.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand begin = new("begin; " + statement, connection);
        await begin.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task Execute(string statement)
    {
        await using NpgsqlConnection connection = new(server.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Writers that create a job and change it, again and again.</summary>
    private sealed class Load : IAsyncDisposable
    {
        private readonly StorageUnderTest storage;
        private readonly CancellationTokenSource stop = new();
        private readonly Task[] writers;
        private long acknowledged;

        internal Load(StorageUnderTest storage)
        {
            this.storage = storage;
            writers = [.. Enumerable.Range(0, 50).Select(_ => Task.Run(Write))];
        }

        /// <summary>The last acknowledged state of every job.</summary>
        internal ConcurrentDictionary<JobId, Job> Acknowledged { get; } = new();

        internal ConcurrentQueue<Exception> Failures { get; } = new();

        internal async Task Progress()
        {
            long before = Interlocked.Read(ref acknowledged);
            await Eventually.BeTrue("writes are acknowledged", () => Interlocked.Read(ref acknowledged) > before + 500);
        }

        internal async Task StopAsync()
        {
            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            stop.Dispose();
        }

        private async Task Write()
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    Job job = Keep(await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued())));
                    job = Keep(await storage.Engine.Written(SomeJobs.Update(job, held => SomeJobs.Processing(held))));
                    Keep(await storage.Engine.Written(SomeJobs.Update(job, held => SomeJobs.Ended(held))));
                }
                catch (Exception failure)
                {
                    Failures.Enqueue(failure);
                }
            }
        }

        private Job Keep(Job job)
        {
            Acknowledged[job.Id] = job;
            Interlocked.Increment(ref acknowledged);
            return job;
        }
    }
}
