using DbUp;
using DbUp.Builder;
using Microsoft.Extensions.Hosting;

namespace GrainJobs.ProductImages;

/// <summary>Brings the sample's tables up to date before anything of the host starts.</summary>
internal sealed class ProductImageMigration(ProductImageDatabase database) : IHostedLifecycleService
{
    private const string Journal = "product_images_migrations";

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!database.IsPostgres)
        {
            await database.Execute("open", cancellationToken);
            Run(DeployChanges.To.SqliteDatabase(database.ConnectionString).JournalToSqliteTable(Journal), ".sqlite.sql");
            return;
        }

        // The lock is the session's: its own connection, held open while the scripts run on another.
        await using var holder = new Npgsql.NpgsqlConnection(database.ConnectionString);
        await holder.OpenAsync(cancellationToken);
        await using var take = new Npgsql.NpgsqlCommand(SqlText.Named("lock_migrations", "postgres"), holder);
        await take.ExecuteNonQueryAsync(cancellationToken);
        try
        {
            Run(DeployChanges.To.PostgresqlDatabase(database.ConnectionString).JournalToPostgresqlTable("public", Journal), ".postgres.sql");
        }
        finally
        {
            await using var release = new Npgsql.NpgsqlCommand(SqlText.Named("unlock_migrations", "postgres"), holder);
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Run(UpgradeEngineBuilder builder, string ending)
    {
        var result = builder
            .WithScriptsEmbeddedInAssembly(
                typeof(ProductImageMigration).Assembly,
                name => name.StartsWith("sql/migrations/", StringComparison.Ordinal) && name.EndsWith(ending, StringComparison.Ordinal))
            .WithTransactionPerScript().WithVariablesDisabled().LogToNowhere().Build().PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} of the sample failed: {result.Error.Message}", result.Error);
        }
    }
}
