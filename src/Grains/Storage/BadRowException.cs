namespace GrainJobs.Storage;

/// <summary>The database refused the content of some row of a batch; nothing of the batch was committed.</summary>
internal sealed class BadRowException : Exception
{
    public BadRowException()
    {
    }

    public BadRowException(string message)
        : base(message)
    {
    }

    public BadRowException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
    /// <summary>The SQLSTATE: 23514 a check, 23503 a foreign key; absent when it is neither and SQLite speaks.</summary>
    public string? SqlState { get; init; }
}
