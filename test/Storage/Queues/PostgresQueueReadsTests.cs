using GrainJobs.Jobs;
using GrainJobs.Storage;
using Npgsql;

namespace GrainJobs.Queues;

public sealed class PostgresQueueReadsTests(OnPostgres database) : QueueReadsContract(database), IClassFixture<OnPostgres>
{
    private const int Many = 20_000;
    private const int Few = 200;

    /// <summary>Before PostgreSQL has looked at the table for the first time, as in the first minute of a new service.</summary>
    [Fact]
    public async Task Lines_are_read_by_steps_however_long_they_are()
    {
        await using NpgsqlConnection connection = new(database.Database.ConnectionString);
        await connection.OpenAsync();
        await Execute(connection, "alter table jobs set (autovacuum_enabled = false)");
        await Fill("long");
        await Execute(connection, "delete from pg_statistic where starelid = 'jobs'::regclass; update pg_class set relpages = 0, reltuples = -1 where oid = 'jobs'::regclass");

        (await database.Storage.Jobs.Lines(new QueueName("long"), null, 10)).Should().HaveCount(3);
        string statement = Statement.Named("jobs/list_lines", PostgresReader.Dialect)
            .Replace("@queue", "'long'", StringComparison.Ordinal).Replace("@lane", "''", StringComparison.Ordinal)
            .Replace("@key", "''", StringComparison.Ordinal).Replace("@limit", "10", StringComparison.Ordinal);
        string plan = await Execute(connection, "explain (analyze, buffers, format json) " + statement);
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(plan);
        System.Text.Json.JsonElement node = json.RootElement[0].GetProperty("Plan");
        (node.GetProperty("Shared Hit Blocks").GetInt32() + node.GetProperty("Shared Read Blocks").GetInt32()).Should().BeLessThan(Few, plan);
    }

    private async Task Fill(string queue)
    {
        foreach (Job[] some in Enumerable.Range(0, Many).Select(number => SomeJobs.Queued(queue: queue, type: $"type-{number % 3}")).Chunk(1_000))
        {
            (await database.Storage.Engine.CommitAll([.. some.Select(SomeJobs.Insert)])).Should().OnlyContain(outcome => outcome == WriteOutcome.Committed);
        }
    }

    private static async Task<string> Execute(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync() as string ?? "";
    }
}
