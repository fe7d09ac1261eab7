namespace GrainJobs.Storage;

/// <summary>Runs changing statements on SQLite, on the writer's thread.</summary>
internal sealed class SqliteChanges(SqliteWriter writer) : ISqlWriter
{
    public async Task<bool> Write(params IReadOnlyList<SqlChange> changes)
    {
        try
        {
            return await writer.Transact(session => WriteAll(session, changes));
        }
        catch (StaleRowException)
        {
            return false;
        }
        catch (IOException failure)
        {
            throw new StorageUnavailableException("The database file did not confirm.", failure);
        }
    }

    private static bool WriteAll(SqliteSession session, IReadOnlyList<SqlChange> changes)
    {
        foreach (SqlChange change in changes)
        {
            if (Execute(session, change) == 0 && change.Guarded)
            {
                throw new StaleRowException();
            }
        }

        return true;
    }

    /// <summary>Answers how many rows it changed.</summary>
    internal static int Execute(SqliteSession session, SqlChange change)
    {
        SqliteStatement statement = session.Prepared(change.Statement);
        foreach ((string name, object? value) in change.Values)
        {
            statement.Bind(name, value);
        }

        return statement.Execute();
    }
}
