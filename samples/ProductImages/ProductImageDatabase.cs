using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GrainJobs.ProductImages;

/// <summary>The sample's database: PostgreSQL where the service has it, else a SQLite file of its own beside the service's.</summary>
internal sealed class ProductImageDatabase : IAsyncDisposable
{
    private readonly DbDataSource source;

    private ProductImageDatabase(DbDataSource source, string connectionString, bool isPostgres) =>
        (this.source, ConnectionString, IsPostgres) = (source, connectionString, isPostgres);

    public bool IsPostgres { get; }

    public string ConnectionString { get; }

    private string Dialect => IsPostgres ? "postgres" : "sqlite";

    public static ProductImageDatabase Postgres(string connectionString) => new(NpgsqlDataSource.Create(connectionString), connectionString, isPostgres: true);

    public static ProductImageDatabase Sqlite(string folder)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, "product-images.db");
        var connectionString = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 10 }.ConnectionString;
        return new(SqliteFactory.Instance.CreateDataSource(connectionString), connectionString, isPostgres: false);
    }

    public async Task<int> Execute(string statement, CancellationToken stop, params (string Name, object Value)[] values)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var command = Command(connection, statement, values);
        return await command.ExecuteNonQueryAsync(stop);
    }

    public async Task<IReadOnlyList<T>> Read<T>(string statement, Func<DbDataReader, T> map, CancellationToken stop, params (string Name, object Value)[] values)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var command = Command(connection, statement, values);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new List<T>();
        while (await reader.ReadAsync(stop))
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>All of them, or none.</summary>
    public async Task ExecuteAll(IEnumerable<(string Statement, (string Name, object Value)[] Values)> changes, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        foreach (var (statement, values) in changes)
        {
            await using var command = Command(connection, statement, values);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(stop);
        }

        await transaction.CommitAsync(stop);
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private DbCommand Command(DbConnection connection, string statement, (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements are the embedded files of sql/queries; values travel as parameters.
        command.CommandText = SqlText.Named(statement, Dialect);
#pragma warning restore CA2100
        command.CommandTimeout = 10;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
