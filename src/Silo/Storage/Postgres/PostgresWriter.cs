using Npgsql;

namespace GrainJobs.Storage;

/// <summary>Runs changing statements on PostgreSQL: one batch in one transaction.</summary>
internal sealed class PostgresWriter(PostgresConnections connections) : ISqlWriter
{
    private const int Tries = 5;

    public async Task<bool> Write(params IReadOnlyList<SqlChange> changes)
    {
        try
        {
            return await WriteInTries(changes);
        }
        catch (Exception failure) when (PostgresFailures.IsFailure(failure))
        {
            throw PostgresFailures.Translate(failure) is var told and not RowLockedException ? told : new StorageUnavailableException(failure.Message, failure);
        }
    }

    private async Task<bool> WriteInTries(IReadOnlyList<SqlChange> changes)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnce(changes);
            }
            catch (PostgresException victim) when (attempt < Tries && PostgresFailures.IsTransient(victim))
            {
                // Rolled back as a whole: the same again.
            }
        }
    }

    private async Task<bool> WriteOnce(IReadOnlyList<SqlChange> changes)
    {
        await using NpgsqlConnection connection = await connections.Open();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using NpgsqlBatch batch = new(connection, transaction);
        foreach (SqlChange change in changes)
        {
            batch.BatchCommands.Add(Command(change));
        }

        StatementMeter.Wrote(changes.Count);
        await batch.ExecuteNonQueryAsync();
        if (changes.Where((change, place) => change.Guarded && batch.BatchCommands[place].RecordsAffected == 0).Any())
        {
            await transaction.RollbackAsync();
            return false;
        }

        await transaction.CommitAsync();
        return true;
    }

    internal static NpgsqlBatchCommand Command(SqlChange change)
    {
        NpgsqlBatchCommand command = new(Statement.Named(change.Statement, PostgresReader.Dialect));
        foreach ((string name, object? value) in change.Values)
        {
            command.Parameters.Add(value is null ? new NpgsqlParameter { ParameterName = name, Value = DBNull.Value } : PostgresReader.Parameter(name, value));
        }

        return command;
    }
}
