using System.Globalization;
using GrainJobs.Storage;
using Npgsql;

namespace GrainJobs.Benchmarks;

/// <summary>Commits, write-ahead log and, where the server counts them (<c>--statements yes</c>), statements of one database between two moments.</summary>
internal sealed class DatabaseMeter
{
    // Sessions hand in their counters at most this much later.
    private static readonly TimeSpan CountersLag = TimeSpan.FromSeconds(1.2);
    private readonly PostgresServer postgres;
    private readonly string database;
    private readonly (long Commits, decimal Wal, long Statements) before;

    private DatabaseMeter(PostgresServer postgres, string database, (long Commits, decimal Wal, long Statements) before)
    {
        (this.postgres, this.database, this.before) = (postgres, database, before);
    }

    public static async Task<DatabaseMeter?> Start(PostgresServer? postgres, string? database) =>
        postgres is null || database is null ? null : new(postgres, database, await Read(postgres, database));

    public async Task<string> PerJob(int jobs)
    {
        await Task.Delay(CountersLag);
        var after = await Read(postgres, database);
        var statements = after.Statements == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{(double)(after.Statements - before.Statements) / jobs:F3} statements, ");
        return string.Create(
            CultureInfo.InvariantCulture, $"{(double)(after.Commits - before.Commits) / jobs:F3} commits, {statements}{(after.Wal - before.Wal) / jobs:F0} B of WAL a job, ");
    }

    private static async Task<(long Commits, decimal Wal, long Statements)> Read(PostgresServer postgres, string database)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select (select xact_commit from pg_stat_database where datname = $1), pg_current_wal_insert_lsn() - '0/0'::pg_lsn", connection);
        command.Parameters.Add(new() { Value = database });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var (commits, wal) = (reader.GetInt64(0), reader.GetDecimal(1));
        await reader.CloseAsync();
        return (commits, wal, await Statements(connection, database));
    }

    private static async Task<long> Statements(NpgsqlConnection connection, string database)
    {
        await using var known = new NpgsqlCommand("select to_regclass('pg_stat_statements') is not null", connection);
        if (!(bool)(await known.ExecuteScalarAsync())!)
        {
            return 0;
        }

        await using var command = new NpgsqlCommand(
            "select coalesce(sum(calls), 0)::bigint from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = $1", connection);
        command.Parameters.Add(new() { Value = database });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
