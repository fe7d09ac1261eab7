using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace GrainJobs.Storage;

/// <summary>Runs reading statements on SQLite, a few at a time, each interrupted at the time limit.</summary>
internal sealed class SqliteReader(SqliteFile file, TimeProvider time) : ISqlReader, IDisposable
{
    internal const string Dialect = "sqlite";
    private const int Readers = 4;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim free = new(Readers);
    private readonly ConcurrentBag<SqliteReaderSession> idle = [];

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
        while (idle.TryTake(out SqliteReaderSession? session))
        {
            session.Dispose();
        }

        free.Dispose();
    }

    private List<T> ReadNow<T>(string statement, Func<Row, T> map, (string Name, object? Value)[] values)
    {
        SqliteReaderSession? session = idle.TryTake(out SqliteReaderSession? known) ? known : new SqliteReaderSession(file.Open(readOnly: true));
        try
        {
            using ITimer limit = time.CreateTimer(static held => ((SqliteReaderSession)held!).Interrupt(), session, Limit, Timeout.InfiniteTimeSpan);
            List<T> rows = session.Read(statement, map, values);
            idle.Add(session);
            session = null;
            return rows;
        }
        catch (SqliteException failure)
        {
            throw new StorageUnavailableException("The database file did not answer: " + failure.Message, failure);
        }
        finally
        {
            session?.Dispose();
        }
    }
}
