namespace GrainJobs.Storage;

/// <summary>Runs reading statements on one of the databases, within the time limit.</summary>
internal interface ISqlReader
{
    /// <summary>All rows. Values may be text, numbers, instants, arrays of text, or null.</summary>
    /// <exception cref="StorageUnavailableException">The database is away, or the time limit passed.</exception>
    Task<List<T>> Read<T>(string statement, Func<Row, T> map, params (string Name, object? Value)[] values);
}
