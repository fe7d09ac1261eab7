using System.Diagnostics;
using GrainJobs.Storage;
using Npgsql;

namespace GrainJobs.Builds;

public sealed class PostgresBuildTests(OnPostgres database) : BuildContract(database), IClassFixture<OnPostgres>
{
    private readonly StorageUnderTest storage = database.Storage;

    [Fact]
    public async Task A_row_that_a_foreign_session_has_locked_holds_nobody_up()
    {
        var locked = SomeBuilds.Pending();
        var free = SomeBuilds.Pending();
        await storage.Engine.Commit(SomeBuilds.Write(locked));
        await storage.Engine.Commit(SomeBuilds.Write(free));
        await using var foreign = await HoldRow(locked);
        var began = Stopwatch.StartNew();

        var outcomes = await Task.WhenAll(new[] { locked, free }.Select(build => storage.Engine.Commit(SomeBuilds.Write(SomeBuilds.Assigned(build)))));

        outcomes.Should().Equal(WriteOutcome.Conflict, WriteOutcome.Committed);
        began.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    private async Task<NpgsqlConnection> HoldRow(Build build)
    {
        var connection = new NpgsqlConnection(database.Database.ConnectionString);
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand("begin; select 1 from builds where id = '" + build.Id.Value + "' for update", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }
}
