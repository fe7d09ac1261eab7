using Npgsql;

namespace GrainJobs.Storage;

/// <summary>Keeps a table of counts small and true: folds in what the writes noted, and counts the rows of a database that never was.</summary>
internal sealed partial class PostgresCounts(PostgresSources sources, TimeProvider time, ILogger<PostgresCounts> logger)
{
    // The key of the advisory lock: any constant that nobody else in the database uses.
    private const long LockKey = 0x6772_6169_636F_756E;
    private const int FoldedAtOnce = 20_000;
    private const int MostFolds = 20;

    // A minute or two for fifty million rows.
    private static readonly TimeSpan LongestRecount = TimeSpan.FromHours(1);

    private bool isCounted;

    /// <summary>One round: at most one silo at a time does anything in it.</summary>
    internal async Task Keep(CancellationToken stop)
    {
        await using NpgsqlConnection connection = await sources.Connections.Open(stop);
        isCounted = isCounted || (bool)(await Command(connection, "jobs/find_count_standing").ExecuteScalarAsync(stop))!;
        if (!isCounted)
        {
            await RecountAlone(connection, stop);
            return;
        }

        foreach (string statement in new[] { "jobs/fold_counts", "builds/fold_counts" })
        {
            for (int fold = 0; fold < MostFolds && await Fold(connection, statement, stop) == FoldedAtOnce; fold++)
            {
                // There is more.
            }
        }
    }

    /// <summary>Forgets counts of nothing: queues and types come and go.</summary>
    internal async Task Prune(CancellationToken stop)
    {
        await using NpgsqlConnection connection = await sources.Connections.Open(stop);
        await Command(connection, "jobs/prune_counts", LockKey).ExecuteNonQueryAsync(stop);
    }

    private static async Task<long> Fold(NpgsqlConnection connection, string statement, CancellationToken stop) =>
        (long)(await Command(connection, statement, LockKey, FoldedAtOnce).ExecuteScalarAsync(stop))!;

    private async Task RecountAlone(NpgsqlConnection connection, CancellationToken stop)
    {
        if (!(bool)(await Command(connection, "jobs/begin_recount", LockKey).ExecuteScalarAsync(stop))!)
        {
            return;
        }

        try
        {
            LogCounting();
            long began = time.GetTimestamp();
            await Recount(connection, stop);
            LogCounted(time.GetElapsedTime(began));
        }
        finally
        {
            await Command(connection, "jobs/end_recount", LockKey).ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    // One snapshot for all: what it sees noted it also sees in the rows, and what is noted later comes on top.
    private static async Task Recount(NpgsqlConnection connection, CancellationToken stop)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop);
        foreach (string statement in new[] { "storage/lift_time_limit", "jobs/forget_counts", "jobs/recount", "jobs/note_counted" })
        {
            NpgsqlCommand command = Command(connection, statement);
            command.CommandTimeout = (int)LongestRecount.TotalSeconds;
            await command.ExecuteNonQueryAsync(stop);
        }

        await transaction.CommitAsync(stop);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string statement, params ReadOnlySpan<object> values)
    {
        NpgsqlCommand command = new(Statement.Named(statement, PostgresReader.Dialect), connection);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    [LoggerMessage(LogLevel.Information, "The jobs of this database were never counted: counting them")]
    private partial void LogCounting();

    [LoggerMessage(LogLevel.Information, "Counted all jobs in {Elapsed}")]
    private partial void LogCounted(TimeSpan elapsed);
}
