using Npgsql;
using NpgsqlTypes;

namespace GrainJobs.Storage;

/// <summary>A value of many rows as one array parameter, by place.</summary>
internal static class PostgresArrays
{
    internal static NpgsqlParameter Texts<TRow>(this IReadOnlyList<TRow> rows, Func<TRow, string?> value) => Array(rows, value, NpgsqlDbType.Text);

    internal static NpgsqlParameter Numbers<TRow>(this IReadOnlyList<TRow> rows, Func<TRow, int> value) => Array(rows, value, NpgsqlDbType.Integer);

    internal static NpgsqlParameter Longs<TRow>(this IReadOnlyList<TRow> rows, Func<TRow, long> value) => Array(rows, value, NpgsqlDbType.Bigint);

    internal static NpgsqlParameter LongsOrNull<TRow>(this IReadOnlyList<TRow> rows, Func<TRow, long?> value) => Array(rows, value, NpgsqlDbType.Bigint);

    internal static NpgsqlParameter Flags<TRow>(this IReadOnlyList<TRow> rows, Func<TRow, bool> value) => Array(rows, value, NpgsqlDbType.Boolean);

    internal static NpgsqlParameter Instants<TRow>(this IReadOnlyList<TRow> rows, Func<TRow, DateTimeOffset> value) =>
        Array(rows, row => value(row).UtcDateTime, NpgsqlDbType.TimestampTz);

    internal static NpgsqlParameter InstantsOrNull<TRow>(this IReadOnlyList<TRow> rows, Func<TRow, DateTimeOffset?> value) =>
        Array(rows, row => value(row)?.UtcDateTime, NpgsqlDbType.TimestampTz);

    internal static NpgsqlParameter Array<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value, NpgsqlDbType type)
    {
        T[] values = new T[rows.Count];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = value(rows[row]);
        }

        return JobColumn.Parameter(values, type);
    }
}
