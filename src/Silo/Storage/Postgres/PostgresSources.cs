using Npgsql;

namespace GrainJobs.Storage;

/// <summary>The connections: a shared pool for everything, and one for the writer's lanes whose sessions plan differently.</summary>
internal sealed class PostgresSources : IAsyncDisposable
{
    private const string Limits = "-c statement_timeout=5000 -c idle_in_transaction_session_timeout=10000 -c timezone=UTC";

    private const string ReaderLocks = " -c lock_timeout=3000";

    // Our own transactions hold a row for one commit; whoever holds it longer is a stranger, and its row is set apart.
    private const string WriterLocks = " -c lock_timeout=250";

    private const int WriteSeconds = 5;
    private const int ReadSeconds = 6;

    // A batch is a list of keys: look each up in the index, whatever the statistics of a growing table say, and plan once.
    private const string WriterPlans = " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan";

    // The statements of the writer keep the counts of jobs; see migration 0006.
    private const string OwnCounts = " -c grainjobs.counts=own";

    internal PostgresSources(string connectionString)
    {
        Shared = Create(connectionString, "grainjobs", Limits + ReaderLocks, ReadSeconds);
        Writer = Create(connectionString, "grainjobs-writer", Limits + WriterLocks + WriterPlans + OwnCounts, WriteSeconds);
        Connections = new(Shared);
        WriterConnections = new(Writer);
    }

    internal NpgsqlDataSource Shared { get; }

    internal NpgsqlDataSource Writer { get; }

    /// <summary>Those of <see cref="Shared"/>, for all who are not Orleans.</summary>
    internal PostgresConnections Connections { get; }

    internal PostgresConnections WriterConnections { get; }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Shared.DisposeAsync();
    }

    private static NpgsqlDataSource Create(string connectionString, string name, string session, int seconds)
    {
        NpgsqlDataSourceBuilder builder = new(connectionString) { Name = name };
        NpgsqlConnectionStringBuilder settings = builder.ConnectionStringBuilder;
        settings.ApplicationName ??= name;
        settings.Options = string.Join(' ', settings.Options, session).Trim();
        settings.Timeout = Math.Min(settings.Timeout, 3);
        settings.CommandTimeout = Math.Min(settings.CommandTimeout, seconds);
        settings.CancellationTimeout = 500;
        settings.MaxAutoPrepare = Math.Max(settings.MaxAutoPrepare, 60);
        settings.AutoPrepareMinUsages = 2;
        settings.NoResetOnClose = true;
        return builder.Build();
    }
}
