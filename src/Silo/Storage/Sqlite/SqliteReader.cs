using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GrainJobs.Storage;

/// <summary>Runs reading statements on SQLite, a few at a time, each interrupted at the time limit.</summary>
internal sealed class SqliteReader(SqliteFile file, TimeProvider time) : ISqlReader, IDisposable
{
    internal const string Dialect = "sqlite";
    private const int Readers = 4;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim free = new(Readers);
    private readonly ConcurrentBag<SqliteConnection> idle = [];

    public async Task<List<T>> Read<T>(string statement, Func<Row, T> map, params (string Name, object? Value)[] values)
    {
        if (!await free.WaitAsync(Limit))
        {
            throw new StorageUnavailableException("All readers of the database file are busy.");
        }

        try
        {
            // Not on the caller's thread: it may be a grain's, and the disk may be slow.
            return await Task.Run(() => ReadNow(statement, map, values));
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out SqliteConnection? connection))
        {
            connection.Dispose();
        }

        free.Dispose();
    }

    private List<T> ReadNow<T>(string statement, Func<Row, T> map, (string Name, object? Value)[] values)
    {
        SqliteConnection connection = idle.TryTake(out SqliteConnection? known) ? known : file.Open(readOnly: true);
        try
        {
            List<T> rows = Run(connection, statement, map, values);
            idle.Add(connection);
            return rows;
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw new StorageUnavailableException("The database file did not answer: " + failure.Message, failure);
        }
    }

    private List<T> Run<T>(SqliteConnection connection, string statement, Func<Row, T> map, (string Name, object? Value)[] values)
    {
        using ITimer limit = time.CreateTimer(static held => raw.sqlite3_interrupt(((SqliteConnection)held!).Handle), connection, Limit, Timeout.InfiniteTimeSpan);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Statement.Named(statement, Dialect);
        foreach ((string name, object? value) in values)
        {
            command.Parameters.AddWithValue("@" + name, Plain(value));
        }

        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(map(new Row(reader, instantsAreNumbers: true)));
        }

        return rows;
    }

    private static object Plain(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset at => Instant.ToMicroseconds(at),
        string[] texts => JsonSerializer.Serialize(texts, SpecJson.Default.StringArray),
        _ => value,
    };
}
