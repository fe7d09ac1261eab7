using Npgsql;

namespace GrainJobs.Storage;

/// <summary>What a failure of PostgreSQL means to the port.</summary>
internal static class PostgresFailures
{
    /// <summary>Whether it is the database's or the connection's failure, not a bug of ours.</summary>
    internal static bool IsFailure(Exception exception) =>
        exception is NpgsqlException or IOException or TimeoutException or OperationCanceledException or System.Net.Sockets.SocketException;

    /// <summary>A victim of concurrency: nothing was committed and the same again may work.</summary>
    internal static bool IsTransient(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>The exception of the port; data errors are classes 22 (data), 23 (constraints) and 54 (too large for the row or index).</summary>
    internal static Exception Translate(Exception exception) => exception switch
    {
        PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] } refused =>
            new BadRowException(refused.MessageText, refused) { SqlState = refused.SqlState },
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } locked => new RowLockedException(locked.MessageText, locked),
        _ => new StorageUnavailableException("PostgreSQL did not confirm: " + exception.Message, exception),
    };
}
