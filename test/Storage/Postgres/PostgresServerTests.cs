using GrainJobs.Storage;
using Npgsql;

namespace GrainJobs.Postgres;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task What_was_committed_is_there_after_kill_9_and_after_an_immediate_stop()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await Execute(server, "create table kept (n int)");
        await Execute(server, "insert into kept values (1)");

        await server.KillAsync();
        await server.StartAgainAsync();
        await Execute(server, "insert into kept values (2)");
        await server.StopImmediatelyAsync();
        await server.StartAgainAsync();

        (await Count(server)).Should().Be(2);
    }

    [Fact]
    public async Task A_connection_beyond_the_limit_is_refused()
    {
        await using PostgresServer server = await PostgresServer.StartAsync(maxConnections: 5, "superuser_reserved_connections=1");
        List<NpgsqlConnection> held = [];
        try
        {
            Func<Task> exhaust = async () =>
            {
                for (int opened = 0; opened < 6; opened++)
                {
                    NpgsqlConnection connection = new(server.ConnectionString() + ";Pooling=false");
                    held.Add(connection);
                    await connection.OpenAsync();
                }
            };

            (await exhaust.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be("53300");
        }
        finally
        {
            foreach (NpgsqlConnection connection in held)
            {
                await connection.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Every_fixture_gets_an_empty_database_of_its_own()
    {
        await using TestDatabase one = await TestDatabase.CreateAsync();
        await using TestDatabase other = await TestDatabase.CreateAsync();

        await one.ExecuteAsync("create table only_here (n int)");

        (await other.ScalarAsync<long>("select count(*) from pg_tables where tablename = 'only_here'")).Should().Be(0);
        (await one.ScalarAsync<long>("select count(*) from pg_tables where tablename = 'only_here'")).Should().Be(1);
    }

    private static async Task Execute(PostgresServer server, string statement)
    {
        await using NpgsqlConnection connection = new(server.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of this test.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> Count(PostgresServer server)
    {
        await using NpgsqlConnection connection = new(server.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new("select count(*) from kept", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
