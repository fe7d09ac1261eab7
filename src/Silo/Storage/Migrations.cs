using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using Npgsql;

namespace GrainJobs.Storage;

/// <summary>Brings the schema up to this version: numbered, forward only, each script once, under a lock since several processes start at once.</summary>
internal static class Migrations
{
    private const string Journal = "schema_migrations";

    // The key of the advisory lock: any constant that nobody else in the database uses.
    private const long LockKey = 0x6772_6169_6E6A_6F62;

    internal static async Task Apply(NpgsqlDataSource source, string connectionString)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using NpgsqlCommand take = new(Statement.Named("storage/lock_migrations", PostgresReader.Dialect), connection);
        take.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
        take.CommandTimeout = 60;
        await take.ExecuteNonQueryAsync();
        try
        {
            Run(DeployChanges.To.PostgresqlDatabase(connectionString).JournalToPostgresqlTable("public", Journal), PostgresReader.Dialect);
        }
        finally
        {
            await using NpgsqlCommand release = new(Statement.Named("storage/unlock_migrations", PostgresReader.Dialect), connection);
            release.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
            await release.ExecuteNonQueryAsync();
        }
    }

    internal static async Task Apply(SqliteFile file, TimeProvider time)
    {
        await using FileStream held = await SqliteLock.Take(file.Path + ".lock", time);
        Run(DeployChanges.To.SqliteDatabase(file.ConnectionString).JournalToSqliteTable(Journal), SqliteReader.Dialect);
    }

    private static void Run(UpgradeEngineBuilder builder, string dialect)
    {
        UpgradeEngine engine = builder
            .WithScriptsEmbeddedInAssembly(typeof(Migrations).Assembly, name => name.StartsWith("sql/migrations/", StringComparison.Ordinal) && name.EndsWith($".{dialect}.sql", StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build();
        DatabaseUpgradeResult result = engine.PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
        }
    }
}
