namespace GrainJobs.Storage;

/// <summary>A stranger's session holds a row of a batch; nothing of the batch was committed.</summary>
internal sealed class RowLockedException : Exception
{
    public RowLockedException()
    {
    }

    public RowLockedException(string message)
        : base(message)
    {
    }

    public RowLockedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
