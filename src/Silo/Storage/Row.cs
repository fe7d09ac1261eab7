using System.Data.Common;

namespace GrainJobs.Storage;

/// <summary>The current row of a reader, columns by place. SQLite has instants as microseconds.</summary>
internal readonly struct Row(DbDataReader reader, bool instantsAreNumbers)
{
    internal string Text(int column) => reader.GetString(column);

    internal string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    internal int Number(int column) => reader.GetInt32(column);

    internal long Long(int column) => reader.GetInt64(column);

    internal long? LongOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    internal bool Flag(int column) => reader.GetBoolean(column);

    internal byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

    internal DateTimeOffset At(int column) => instantsAreNumbers
        ? Instant.FromMicroseconds(reader.GetInt64(column))
        : new DateTimeOffset(reader.GetDateTime(column));

    internal DateTimeOffset? AtOrNull(int column) => reader.IsDBNull(column) ? null : At(column);
}
