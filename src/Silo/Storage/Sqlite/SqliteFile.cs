using Microsoft.Data.Sqlite;

namespace GrainJobs.Storage;

/// <summary>The database file and how its connections are opened.</summary>
internal sealed class SqliteFile(string path)
{
    private const int BusySeconds = 5;

    internal string Path { get; } = path;

    /// <summary>For DbUp and Orleans' provider too.</summary>
    internal string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        ForeignKeys = true,
        DefaultTimeout = BusySeconds,
    }.ConnectionString;

    /// <summary>A connection of its own, durable at every commit.</summary>
    internal SqliteConnection Open(bool readOnly)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            using SqliteCommand settings = connection.CreateCommand();
            settings.CommandText = Statement.Named(readOnly ? "storage/open_reader" : "storage/open_writer", SqliteReader.Dialect);
            settings.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw SqliteFailures.Translate(failure);
        }
    }
}
