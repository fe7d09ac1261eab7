using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace GrainJobs.Storage;

/// <summary>The one thread that writes the file. A commit waits for the disk, and that must not hold up a thread of the pool.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly BlockingCollection<Action> work = [];
    private readonly SqliteFile file;
    private readonly Thread thread;
    private SqliteSession? session;

    public SqliteWriter(SqliteFile file)
    {
        this.file = file;
        thread = new Thread(Work) { IsBackground = true, Name = "grainjobs sqlite writer" };
        thread.Start();
    }

    /// <summary>Runs it in a transaction; rolled back as a whole when it throws.</summary>
    internal Task<T> Transact<T>(Func<SqliteSession, T> change, Action? committing = null)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() => Run(change, committing, done));
        return done.Task;
    }

    public void Dispose()
    {
        work.CompleteAdding();
        thread.Join();
        session?.Dispose();
        work.Dispose();
    }

    private void Work()
    {
        foreach (Action next in work.GetConsumingEnumerable())
        {
            next();
        }
    }

    private void Run<T>(Func<SqliteSession, T> change, Action? committing, TaskCompletionSource<T> done)
    {
        try
        {
            session ??= new SqliteSession(file);
            done.SetResult(session.Transact(change, committing));
        }
        catch (Exception refused) when (refused is BadRowException or StaleRowException)
        {
            done.SetException(refused);
        }
#pragma warning disable CA1031 // Whatever went wrong is the caller's answer; the thread lives on with a new connection.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            session?.Dispose();
            session = null;
            done.SetException(failure is SqliteException known ? SqliteFailures.Translate(known) : failure);
        }
    }
}
