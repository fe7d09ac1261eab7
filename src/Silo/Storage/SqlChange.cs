namespace GrainJobs.Storage;

/// <summary>One changing statement of a transaction. A guarded one must change a row, or the transaction changes nothing.</summary>
internal sealed record SqlChange(string Statement, bool Guarded, params (string Name, object? Value)[] Values)
{
    internal static SqlChange Always(string statement, params (string Name, object? Value)[] values) => new(statement, false, values);

    internal static SqlChange IfCurrent(string statement, params (string Name, object? Value)[] values) => new(statement, true, values);
}
