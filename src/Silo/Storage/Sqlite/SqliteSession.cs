using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GrainJobs.Storage;

/// <summary>The writer's connection with its prepared statements.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);

    internal SqliteSession(SqliteFile file) => connection = file.Open(readOnly: false);

    private sqlite3 Database => connection.Handle!;

    internal T Transact<T>(Func<SqliteSession, T> change, Action? committing)
    {
        Prepared("storage/begin_batch").Execute();
        try
        {
            T result = change(this);
            committing?.Invoke();
            Prepared("storage/commit_batch").Execute();
            return result;
        }
        catch
        {
            // After some failures SQLite has rolled back by itself.
            if (raw.sqlite3_get_autocommit(Database) == 0)
            {
                Prepared("storage/rollback_batch").Execute();
            }

            throw;
        }
    }

    internal SqliteStatement Prepared(string name)
    {
        if (!statements.TryGetValue(name, out SqliteStatement? statement))
        {
            statement = new SqliteStatement(Database, Statement.Named(name, SqliteReader.Dialect));
            statements.Add(name, statement);
        }

        return statement;
    }

    /// <summary>Two columns of text of the rows that a statement answers.</summary>
    internal List<(string First, string? Second)> Rows(string name, long first, long second)
    {
        SqliteStatement statement = Prepared(name);
        statement.Bind(1, first);
        statement.Bind(2, second);
        return statement.Rows();
    }

    /// <summary>As the other, by one value.</summary>
    internal List<(string First, string? Second)> Rows(string name, string value)
    {
        SqliteStatement statement = Prepared(name);
        statement.Bind(1, value);
        return statement.Rows();
    }

    internal bool Exists(string name, string value) => Rows(name, value).Count > 0;

    public void Dispose()
    {
        foreach (SqliteStatement statement in statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }
}
