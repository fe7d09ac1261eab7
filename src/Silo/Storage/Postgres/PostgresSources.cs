using Npgsql;

namespace GrainJobs.Storage;

/// <summary>The connections: a shared pool for everything, and one for the writer's lanes whose sessions plan differently.</summary>
internal sealed class PostgresSources : IAsyncDisposable
{
    private const string Limits = "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000 -c timezone=UTC";

    // A batch is a list of keys: look each up in the index, whatever the statistics of a growing table say, and plan once.
    private const string WriterPlans = " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan";

    internal PostgresSources(string connectionString)
    {
        Shared = Create(connectionString, "grainjobs", Limits);
        Writer = Create(connectionString, "grainjobs-writer", Limits + WriterPlans);
    }

    internal NpgsqlDataSource Shared { get; }

    internal NpgsqlDataSource Writer { get; }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Shared.DisposeAsync();
    }

    private static NpgsqlDataSource Create(string connectionString, string name, string session)
    {
        NpgsqlDataSourceBuilder builder = new(connectionString) { Name = name };
        NpgsqlConnectionStringBuilder settings = builder.ConnectionStringBuilder;
        settings.ApplicationName ??= name;
        settings.Options = string.Join(' ', settings.Options, session).Trim();
        settings.Timeout = Math.Min(settings.Timeout, 3);
        settings.CommandTimeout = Math.Min(settings.CommandTimeout, 6);
        settings.CancellationTimeout = 500;
        settings.MaxAutoPrepare = Math.Max(settings.MaxAutoPrepare, 60);
        settings.AutoPrepareMinUsages = 2;
        settings.NoResetOnClose = true;
        return builder.Build();
    }
}
