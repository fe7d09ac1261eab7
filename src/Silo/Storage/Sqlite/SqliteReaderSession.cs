using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GrainJobs.Storage;

/// <summary>A reader's connection with its prepared statements; one thread at a time.</summary>
internal sealed class SqliteReaderSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> commands = new(StringComparer.Ordinal);

    internal List<T> Read<T>(string statement, Func<Row, T> map, (string Name, object? Value)[] values)
    {
        SqliteCommand command = Prepared(statement, values);
        for (int place = 0; place < values.Length; place++)
        {
            command.Parameters[place].Value = Plain(values[place].Value);
        }

        StatementMeter.Read();
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(map(new Row(reader, instantsAreNumbers: true)));
        }

        return rows;
    }

    /// <summary>Ends a statement that runs too long, from another thread.</summary>
    internal void Interrupt() => raw.sqlite3_interrupt(connection.Handle);

    public void Dispose()
    {
        foreach (SqliteCommand command in commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private SqliteCommand Prepared(string statement, (string Name, object? Value)[] values)
    {
        if (!commands.TryGetValue(statement, out SqliteCommand? command))
        {
            command = connection.CreateCommand();
            commands.Add(statement, command);
            command.CommandText = Statement.Named(statement, SqliteReader.Dialect);
            foreach ((string name, _) in values)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = "@" + name });
            }
        }

        return command;
    }

    private static object Plain(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset at => Instant.ToMicroseconds(at),
        string[] texts => JsonSerializer.Serialize(texts, SpecJson.Default.StringArray),
        _ => value,
    };
}
