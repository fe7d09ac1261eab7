using System.Diagnostics;
using GrainJobs.Jobs;
using GrainJobs.Processes;
using Microsoft.Data.Sqlite;

namespace GrainJobs.Storage;

public sealed class SqliteLockTests
{
    [Fact]
    public async Task A_file_that_a_stranger_locks_is_refused_in_time_and_the_next_write_works()
    {
        using ScratchFolder folder = new();
        await using StorageUnderTest storage = await StorageUnderTest.StartAsync(null, folder.Path);
        await using SqliteConnection stranger = new($"Data Source={folder.File("grainjobs.db")};Pooling=false");
        await stranger.OpenAsync();
        await using SqliteCommand command = stranger.CreateCommand();
        command.CommandText = "begin immediate";
        await command.ExecuteNonQueryAsync();

        long began = Stopwatch.GetTimestamp();
        await FluentActions.Awaiting(() => storage.Engine.Commit(SomeJobs.Insert(SomeJobs.Queued()))).Should().ThrowAsync<StorageUnavailableException>();
        Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(10));
        (await storage.Jobs.Find(new JobId("nobody"))).Should().BeNull("readers of a WAL file wait for no writer");

        command.CommandText = "rollback";
        await command.ExecuteNonQueryAsync();
        await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
    }
}
