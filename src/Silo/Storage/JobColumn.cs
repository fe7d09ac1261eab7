using Npgsql;
using NpgsqlTypes;

namespace GrainJobs.Storage;

/// <summary>A column of the row and where its value is in a write: as an array for many rows on PostgreSQL, bound one by one on SQLite.</summary>
internal abstract class JobColumn(string name)
{
    internal string Name { get; } = name;

    internal abstract NpgsqlParameter Array(IReadOnlyList<JobWrite> writes);

    internal abstract void Bind(SqliteStatement statement, int place, JobWrite write);

    internal static JobColumn Text(string name, Func<JobWrite, string?> value) =>
        new Of<string?>(name, NpgsqlDbType.Text, value, static (statement, place, text) => statement.Bind(place, text));

    internal static JobColumn Number(string name, Func<JobWrite, int> value) =>
        new Of<int>(name, NpgsqlDbType.Integer, value, static (statement, place, number) => statement.Bind(place, number));

    internal static JobColumn Long(string name, Func<JobWrite, long> value) =>
        new Of<long>(name, NpgsqlDbType.Bigint, value, static (statement, place, number) => statement.Bind(place, number));

    internal static JobColumn LongOrNull(string name, Func<JobWrite, long?> value) =>
        new Of<long?>(name, NpgsqlDbType.Bigint, value, static (statement, place, number) => statement.Bind(place, number));

    internal static JobColumn Flag(string name, Func<JobWrite, bool> value) =>
        new Of<bool>(name, NpgsqlDbType.Boolean, value, static (statement, place, flag) => statement.Bind(place, flag ? 1 : 0));

    internal static JobColumn At(string name, Func<JobWrite, DateTimeOffset?> value) =>
        new Of<DateTime?>(
            name,
            NpgsqlDbType.TimestampTz,
            write => value(write)?.UtcDateTime,
            static (statement, place, at) => statement.Bind(place, at is { } known ? Instant.ToMicroseconds(known) : (long?)null));

    private sealed class Of<T>(string name, NpgsqlDbType type, Func<JobWrite, T> value, Action<SqliteStatement, int, T> bind) : JobColumn(name)
    {
        internal override NpgsqlParameter Array(IReadOnlyList<JobWrite> writes)
        {
            T[] values = new T[writes.Count];
            for (int row = 0; row < values.Length; row++)
            {
                values[row] = value(writes[row]);
            }

            return Parameter(values, type);
        }

        internal override void Bind(SqliteStatement statement, int place, JobWrite write) => bind(statement, place, value(write));
    }

    /// <summary>An array parameter, by place.</summary>
    internal static NpgsqlParameter Parameter<T>(T[] values, NpgsqlDbType type) =>
        new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
}
