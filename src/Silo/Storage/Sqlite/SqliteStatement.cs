using SQLitePCL;

namespace GrainJobs.Storage;

/// <summary>A prepared statement of the writer, bound by place: the order in which names appear in its text.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    internal SqliteStatement(sqlite3 database, string text)
    {
        this.database = database;
        SqliteFailures.Check(database, raw.sqlite3_prepare_v3(database, text, (uint)raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    internal void Bind(int place, string? text) =>
        Check(text is null ? raw.sqlite3_bind_null(statement, place) : raw.sqlite3_bind_text16(statement, place, text));

    internal void Bind(int place, long? number) =>
        Check(number is { } known ? raw.sqlite3_bind_int64(statement, place, known) : raw.sqlite3_bind_null(statement, place));

    internal void Bind(int place, byte[] content) => Check(raw.sqlite3_bind_blob(statement, place, content));

    /// <summary>Binds by name, wherever it appears.</summary>
    internal void Bind(string name, object? value)
    {
        int place = raw.sqlite3_bind_parameter_index(statement, "@" + name);
        switch (value)
        {
            case null:
                Bind(place, (string?)null);
                break;
            case string text:
                Bind(place, text);
                break;
            case bool flag:
                Bind(place, flag ? 1L : 0L);
                break;
            case DateTimeOffset at:
                Bind(place, Instant.ToMicroseconds(at));
                break;
            default:
                Bind(place, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }

    /// <summary>Runs it; answers how many rows it changed.</summary>
    internal int Execute()
    {
        StatementMeter.Wrote();
        int code = raw.sqlite3_step(statement);
        int changed = code == raw.SQLITE_DONE ? raw.sqlite3_changes(database) : 0;
        raw.sqlite3_reset(statement);
        SqliteFailures.CheckDone(database, code);
        return changed;
    }

    /// <summary>Runs it; answers the first two columns of its rows.</summary>
    internal List<(string First, string? Second)> Rows()
    {
        List<(string First, string? Second)> rows = [];
        int code;
        while ((code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
        {
            rows.Add((Text(0)!, Text(1)));
        }

        raw.sqlite3_reset(statement);
        SqliteFailures.CheckDone(database, code);
        return rows;
    }

    public void Dispose() => statement.Dispose();

    private string? Text(int column) =>
        column >= raw.sqlite3_column_count(statement) || raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL
            ? null
            : raw.sqlite3_column_text(statement, column).utf8_to_string();

    private void Check(int code) => SqliteFailures.Check(database, code);
}
