using Npgsql;
using NpgsqlTypes;

namespace GrainJobs.Storage;

/// <summary>Runs reading statements on PostgreSQL.</summary>
internal sealed class PostgresReader(PostgresConnections connections) : ISqlReader
{
    internal const string Dialect = "postgres";

    public async Task<List<T>> Read<T>(string statement, Func<Row, T> map, params (string Name, object? Value)[] values)
    {
        try
        {
            await using NpgsqlConnection connection = await connections.Open();
            await using NpgsqlCommand command = new(Statement.Named(statement, Dialect), connection);
            foreach ((string name, object? value) in values)
            {
                command.Parameters.Add(Parameter(name, value));
            }

            StatementMeter.Read();
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
            List<T> rows = [];
            while (await reader.ReadAsync())
            {
                rows.Add(map(new Row(reader, instantsAreNumbers: false)));
            }

            return rows;
        }
        catch (Exception failure) when (PostgresFailures.IsFailure(failure))
        {
            throw new StorageUnavailableException("PostgreSQL did not answer: " + failure.Message, failure);
        }
    }

    internal static NpgsqlParameter Parameter(string name, object? value) => value switch
    {
        null => new NpgsqlParameter(name, NpgsqlDbType.Text) { Value = DBNull.Value },
        DateTimeOffset at => new NpgsqlParameter<DateTime>(name, NpgsqlDbType.TimestampTz) { TypedValue = at.UtcDateTime },
        _ => new NpgsqlParameter(name, value),
    };
}
