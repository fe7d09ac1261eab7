using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GrainJobs.Storage;

/// <summary>What a result code of SQLite means to the port.</summary>
internal static class SqliteFailures
{
    private const int PrimaryCode = 0xff;

    internal static void Check(sqlite3 database, int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Translate(code, raw.sqlite3_errmsg(database).utf8_to_string());
        }
    }

    internal static void CheckDone(sqlite3 database, int code)
    {
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            throw Translate(raw.sqlite3_extended_errcode(database), raw.sqlite3_errmsg(database).utf8_to_string());
        }
    }

    internal static Exception Translate(SqliteException failure) => Translate(failure.SqliteExtendedErrorCode, failure.Message);

    private static Exception Translate(int code, string message) => (code & PrimaryCode) switch
    {
        raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH => new BadRowException(message) { SqlState = StateOf(code) },
        _ => new StorageUnavailableException($"SQLite did not confirm ({code}): {message}"),
    };

    // The codes of the standard that PostgreSQL has for the same.
    private static string? StateOf(int code) => code switch
    {
        raw.SQLITE_CONSTRAINT_CHECK => "23514",
        raw.SQLITE_CONSTRAINT_FOREIGNKEY => "23503",
        raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY => "23505",
        raw.SQLITE_CONSTRAINT_NOTNULL => "23502",
        _ => null,
    };
}
